import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobOfSource } from '../../../src/collect/files/jobs.ts';

let folder = '';
let before = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wid-named-'));
  before = process.cwd();
  const files = {
    'top.tpl': 'top',
    'jobs/web/own.tpl': 'own',
    'jobs/shared.tpl': 'shared',
    'jobs/web/top.tpl': 'not this',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

interface Read {
  readonly TaskGroups: readonly {
    readonly Tasks: readonly { readonly Templates: readonly { EmbeddedTmpl: unknown }[] }[];
  }[];
}

function templateOf(expression: string, name = 'jobs/web/web.hcl'): [template: unknown, unknown: number] {
  const text = `job "web" {\n  group "g" {\n    task "t" {\n      driver = "exec"\n      template {\n        destination = "local/x"\n        data = ${expression}\n      }\n    }\n  }\n}\n`;
  const { job, unknown } = jobOfSource({ name, text });
  return [(job.job as unknown as Read).TaskGroups[0]?.Tasks[0]?.Templates[0]?.EmbeddedTmpl, unknown.length];
}

it.each([
  ['from the current folder first', 'file("top.tpl")', 'top'],
  ['from the folder of the job file', 'file("own.tpl")', 'own'],
  ['from a folder between them', 'file("./shared.tpl")', 'shared'],
  ['whole, in what is made of it', '"<${file("own.tpl")}>"', '<own>'],
  ['where there is one', 'fileexists("own.tpl") ? "yes" : "no"', 'yes'],
])('a file that a job names is read %s', (_, expression, expected) => {
  expect(templateOf(expression)).toEqual([expected, 0]);
});

it('a job file of another folder reads beside itself', () => {
  expect(templateOf('file("own.tpl")', join(folder, 'jobs', 'web', 'web.hcl'))).toEqual(['own', 0]);
});

it.each([
  ['one that is not there', 'file("none.tpl")'],
  ['a folder', 'file("jobs")'],
])('a job that names %s is read all the same', (_, expression) => {
  expect(templateOf(expression)[1]).toBe(1);
});
