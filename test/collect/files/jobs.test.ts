import { describe, expect, it } from 'vitest';
import { jobOfSource } from '../../../src/collect/files/jobs.ts';
import { jobVariables, variablesOfSource } from '../../../src/collect/files/variables.ts';
import { WidError } from '../../../src/support/errors.ts';

const hcl = `variable "image" {}
job "web" {
  group "app" {
    task "server" {
      driver = "docker"
      config {
        image = var.image
      }
      vault {
        role = "r"
      }
      env {
        API_TOKEN = "s3cr3t-s3cr3t"
      }
    }
  }
}
`;

const slice = (text: string, places: Readonly<Record<string, readonly [number, number]>>, path: string): string =>
  text.slice(...(places[path] ?? [0, 0]));

describe('a job file', () => {
  it('gives the job with the place of each member that is written', () => {
    const { job, unknown } = jobOfSource({ name: 'web.nomad.hcl', text: hcl }, { variables: { image: 'nginx' } });
    expect(job).toMatchObject({ id: 'web', namespace: 'default', stored: false, origin: { file: 'web.nomad.hcl' } });
    if (job.origin.from !== 'file') throw new Error('of no file');
    expect(slice(hcl, job.origin.places, 'TaskGroups/0/Tasks/0/Vault')).toMatch(/^vault \{[^]*\}$/);
    expect(slice(hcl, job.origin.places, 'TaskGroups/0/Tasks/0/Vault/Role')).toBe('role = "r"');
    expect(slice(hcl, job.origin.places, '')).toMatch(/^job "web" \{/);
    expect(unknown).toEqual([]);
    expect(JSON.stringify(job)).toContain('nginx');
    expect(JSON.stringify(job)).not.toContain('s3cr3t');
  });

  it('tells what is made of a variable without a value, or refuses it as Nomad does', () => {
    const source = { name: 'web.nomad.hcl', text: hcl };
    expect(jobOfSource(source).unknown).toEqual(['TaskGroups/0/Tasks/0/Config/image']);
    expect(() => jobOfSource(source, { unset: 'refuse' })).toThrow(WidError);
  });

  const saved =
    '{"Job": {"ID": "api", "Namespace": "prod", "JobModifyIndex": 7, "TaskGroups": [{"Name": "g", "Tasks": [{"Name": "t", "Identity": {}, "Vault": {"Role": "x"}}]}]}}';
  it.each([
    ['as nomad job inspect gives it', saved],
    ['as the API gives it', saved.slice('{"Job": '.length, -1)],
  ])('may be saved %s', (_, text) => {
    const { job } = jobOfSource({ name: 'api.json', text });
    expect(job).toMatchObject({ id: 'api', namespace: 'prod', stored: true, modifyIndex: 7 });
    if (job.origin.from !== 'file') throw new Error('of no file');
    expect(slice(text, job.origin.places, 'TaskGroups/0/Tasks/0/Vault')).toBe('"Vault": {"Role": "x"}');
  });

  it.each([
    ['JSON that breaks off', '{"Job": '],
    ['JSON that is no job', '{"Name": "x"}'],
    ['HCL that Nomad refuses', 'job "x" {\n  bogus = 1\n}\n'],
  ])('is refused with a place and a hint: %s', (_, text) => {
    let thrown: unknown;
    try {
      jobOfSource({ name: 'x', text });
    } catch (error) {
      thrown = error;
    }
    const [first] = (thrown as { errors?: readonly WidError[] }).errors ?? [thrown as WidError];
    expect(first?.place?.source.name).toBe('x');
    expect(first?.hint).toMatch(/./);
  });
});

describe('variables', () => {
  it('count more in a file than in the environment, and as -var more than in a file', async () => {
    expect(
      await jobVariables({ vars: ['a=1', 'b=x=y'], env: { NOMAD_VAR_a: '0', NOMAD_VAR_c: '2', OTHER: '3' } }),
    ).toEqual({
      a: '1',
      b: 'x=y',
      c: '2',
    });
  });

  it.each([
    [
      'HCL',
      'name = "web"\ncount = 3\non = true\nlist = ["a", "b"]\n',
      { name: 'web', count: '3', on: 'true', list: '["a", "b"]' },
    ],
    ['JSON', '{"name": "web", "count": 3, "list": ["a"]}', { name: 'web', count: '3', list: '["a"]' }],
  ])('are read from a file in %s', (_, text, expected) => {
    expect(variablesOfSource({ name: 'x.vars', text })).toEqual(expected);
  });

  it.each(['a {\n}\n', 'a = b\n', '{"a": ', '{ "a" = 1 '])('are refused with a place and a hint: %s', (text) => {
    const source = { name: 'x', text };
    const error = expect.objectContaining({
      place: expect.objectContaining({ source }) as object,
      hint: expect.any(String) as string,
    });
    expect(() => variablesOfSource(source)).toThrow(error as Error);
  });

  it('need a value', async () => {
    await expect(jobVariables({ vars: ['a'] })).rejects.toThrow('a variable is given without a value');
  });
});
