import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { addCommand, newProgram } from '../../src/commands/program.ts';
import { filesBelow } from './source-files.ts';

const silent = { out: () => undefined, err: () => undefined };

describe('the list of commands', () => {
  it('leaves out no file that declares a command', () => {
    const declared = filesBelow('src/commands')
      .filter(({ text }) => /^export const \w+: Command\b/m.test(text))
      .map(({ path }) => path.replace(/^src\/commands\/|\.ts$/g, ''));
    expect(declared.toSorted()).toEqual(Object.keys(commands).toSorted());
  });

  it.each(Object.keys(commands))('wid %s has a summary of one line and examples of itself', async (name) => {
    const command = await commands[name]?.();
    expect(command?.name).toBe(name);
    expect(command?.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(command?.examples.length).toBeGreaterThan(0);
    for (const example of command?.examples ?? []) expect(`${example} `).toContain(`wid ${name} `);
  });

  it.each(Object.keys(commands))('the examples of wid %s use only options that there are', async (name) => {
    const command = await commands[name]?.();
    if (command === undefined) expect.fail('no such command');
    const sub = addCommand(newProgram('', silent), command);
    const known = sub.options.flatMap(({ long, short }) => [long, short]);
    for (const example of command.examples) {
      const [own = ''] = example.slice(example.indexOf(`wid ${name}`)).split(/[>|]|&&/);
      const used = own.split(' ').filter((word) => /^--?[a-z]/.test(word));
      for (const option of used) expect(known, example).toContain(option);
    }
  });

  it.each(Object.keys(commands))('wid %s describes every option and argument it has', async (name) => {
    const command = await commands[name]?.();
    if (command === undefined) expect.fail('no such command');
    const sub = addCommand(newProgram('', silent), command);
    for (const { flags, description } of sub.options) expect(description, flags).not.toBe('');
    for (const argument of sub.registeredArguments) expect(argument.description, argument.name()).not.toBe('');
  });
});
