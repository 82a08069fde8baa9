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
  });

  it.each([
    ['JSON that is cut off', 'web.json', '{"Job": {"ID": "web",', /web\.json:1:/],
    ['a plan of Terraform that is cut off', 'plan.json', '{"format_version": "1.2", "planned_val', /plan\.json:1:/],
    ['keys that are cut off', 'jwks.json', '{"keys": [\n{"kty": "RSA"', /jwks\.json:2:/],
    ['HCL that begins with a conflict', 'web.nomad.hcl', `<<<<<<< HEAD\n${job}`, /web\.nomad\.hcl:1:1/],
    ['HCL with templates of another tool', 'web.hcl', `[[ define "x" ]]\n${job}`, /web\.hcl:1:1/],
    ['an agent that is cut off', 'nomad.hcl', 'server {\n  enabled = true\n', /nomad\.hcl:/],
    ['a policy that is cut off', 'p.hcl', 'path "secret/*" {\n  capabilities = ["read"', /p\.hcl:/],
  ])('tells of %s, in a folder and by name, where it is broken', async (_, name, text, place) => {
    for (const names of [[], [name]]) {
      const { code, err } = (await run({ [name]: text, 'api.nomad.hcl': job }, ...names)) as {
        code: number;
        err: string;
      };
      expect(code).not.toBe(0);
      expect(err).toMatch(place);
    }
  });

  it('mentions what is broken and nothing of ours, and goes on', async () => {
    const odd = { 'tsconfig.json': '{ // comment\n "strict": true }', 'api.nomad.hcl': job };
    expect(await run(odd)).toMatchObject({
      code: 0,
      err: expect.stringContaining('tsconfig.json is passed over') as string,
    });
  });

  it.each([
    [
      'a job',
      job.replace('driver = "exec"', 'driver = "exec"\n      template {\n        data = "{{ key `a` }}"\n      }'),
      1,
    ],
    ['a job in which nothing is wrong', job, 0],
  ])('reads %s from standard input, once, whatever else is named', async (_, input, code) => {
    const folder = folderWith({ 'api.nomad.hcl': job.replace('"web"', '"api"') });
    const { context, told } = contextWith({ input });
    expect(await audit.run(context, ['-', '-', folder], { format: 'json', failOn: 'warning' })).toBe(code);
    expect(told.err).toBe('');
    const { findings, summary } = JSON.parse(told.out) as {
      findings: readonly { location: object }[];
      summary: { jobs: number };
    };
    expect(summary.jobs).toBe(2);
    if (code === 1) expect(findings[0]?.location).toMatchObject({ file: '<stdin>', start: { line: 3 } });
  });
});
