import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/commands/audit.ts';
import { folderWith } from '../support/folder.ts';
import { contextWith } from './context.ts';

const job = 'job "web" {\n  group "g" {\n    task "t" {\n      driver = "exec"\n    }\n  }\n}\n';

async function run(files: Readonly<Record<string, string>>, ...names: readonly string[]): Promise<unknown> {
  const folder = folderWith(files);
  const { context, told } = contextWith();
  const paths = names.length === 0 ? [folder] : names.map((name) => join(folder, name));
  const code = await audit.run(context, paths, { format: 'text', failOn: 'warning' });
  return { code, err: told.err.replaceAll(folder, '') };
}

describe('wid audit with files', { timeout: 30_000 }, () => {
  it('is content with files in which nothing is wrong, whatever lies beside them', async () => {
    expect(await run({ 'web.nomad.hcl': job, 'README.md': 'hello', 'x.json': '{"a": 1}' })).toEqual({
      code: 0,
      err: '',
    });
  });

  it('exits with 1 when Nomad could not decode a job, and says where', async () => {
    const odd = '{"Job": {"ID": "web", "Meta": {"a": 1}}}';
    expect(await run({ 'web.json': odd, 'api.nomad.hcl': job })).toMatchObject({ code: 1 });
  });

  it.each([
    ['a saved world of a later version', { 'web.nomad.hcl': job, 'world.json': '{"schemaVersion": 99, "takenAt": 1}' }],
    ['a JWT that is none', { 'web.nomad.hcl': job, 'a.jwt': 'eyJhbGciOi.eyJ.x' }],
  ])('exits with 2 when it could not read %s, for nobody knows what is wrong in it', async (_, files) => {
    expect(await run(files)).toMatchObject({ code: 2, err: expect.stringMatching(/^error \(syntax\)/) as string });
  });

  it('does not take nothing for a healthy cluster', async () => {
    await expect(run({ 'notes.txt': 'hello' })).rejects.toMatchObject({
      code: 'file',
      message: expect.stringContaining('there is nothing to audit in') as string,
      hint: expect.stringContaining('known are job files') as string,
    });
    await expect(run({ 'a.json': '{"Job": ' }, 'a.json')).rejects.toMatchObject({ code: 'file' });
  });
});
