import type { Command as Commander } from 'commander';
import { commands } from '../../src/commands/index.ts';
import { addCommand, newProgram } from '../../src/commands/program.ts';
import { table } from './json-schema-text.ts';

const silent = { out: () => undefined, err: () => undefined };

const tail = `
## Exit codes

| Code | Meaning |
| --- | --- |
| 0 | nothing to report: no drift, everything written, no finding that counts, no broken link, \`can\` says yes |
| 1 | something to report: \`drift\` saw a change, a conflict stands in the way, you answered no, \`audit\` found what \`--fail-on\` counts, \`fix\` refused something (or with \`--dry-run\` would change something), \`explain\` sees a broken link, \`can\` says no |
| 2 | could not run: a wrong command line or spec, a server that cannot be reached, a write that failed, \`can\` does not know |

\`plan --detailed-exitcode\` answers as terraform does: 0 no changes, 1 an error, 2 changes.
A second Ctrl-C ends any command at once, with 130.

## Output

Results go to standard output, everything else (progress, log, errors) to standard error. Colours are used on a terminal
unless \`NO_COLOR\` is set or \`--no-color\` given; \`FORCE_COLOR=1\` uses them in a pipe too. Tokens and JWTs are replaced by
\`(secret)\` wherever they would appear.
`;

/** The reference of the command line, in Markdown. */
export async function commandReference(): Promise<string> {
  const program = newProgram('', silent);
  const sections: string[] = [];
  for (const [name, load] of Object.entries(commands)) {
    const command = await load();
    const sub = addCommand(program, command);
    sections.push(
      [
        `## wid ${name}`,
        `${command.summary}.`,
        `\`\`\`\nwid ${name} ${sub.usage()}\n\`\`\``,
        ...argumentsOf(sub),
        ...optionsOf(sub),
        `\`\`\`sh\n${command.examples.join('\n')}\n\`\`\``,
      ].join('\n\n'),
    );
  }
  const head = '# The command line\n\nGenerated from the commands by `npm run docs`: do not edit.';
  return [head, 'For every command:', ...optionsOf(program), ...sections, tail].join('\n\n');
}

function argumentsOf(command: Commander): readonly string[] {
  const rows = command.registeredArguments.map((argument) => [
    `\`${argument.required ? `<${argument.name()}>` : `[${argument.name()}]`}\``,
    argument.description,
  ]);
  return rows.length === 0 ? [] : [table(['Argument', 'Meaning'], rows)];
}

function optionsOf(command: Commander): readonly string[] {
  const help = command.createHelp();
  const rows = command.options.map((option) => [`\`${option.flags}\``, help.optionDescription(option)]);
  return rows.length === 0 ? [] : [table(['Option', 'Meaning'], rows)];
}
