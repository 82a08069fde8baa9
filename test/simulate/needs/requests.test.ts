import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { templateNeeds } from '../../../src/simulate/needs/template-needs.ts';
import { text, unknown } from '../../../src/simulate/needs/value.ts';

/** What consul-template 0.41.3 asked of servers that wrote it down; see test/conformance/oracle/template. */
interface Trial {
  readonly name: string;
  readonly template: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly requests: readonly string[];
  readonly error?: string;
}

const trials = readFileSync(new URL('../../fixtures/template-requests.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Trial);

/** What the fake Vault had mounted. */
const mounts = [
  { path: 'secret/', type: 'kv', version: 2 },
  { path: 'kv1/', type: 'kv', version: 1 },
  { path: 'pki/', type: 'pki' },
  { path: 'database/', type: 'database' },
];

function predict({ template, env = {} }: Trial) {
  const environment = (name: string) =>
    env[name] === undefined ? unknown({ because: 'environment', name }) : text(env[name]);
  const workload = { namespace: 'default', job: 'j', group: 'g', task: 't' };
  const askedWith = () => ({ token: 'nomad identity' }) as const;
  return templateNeeds(
    template,
    {},
    { environment, workload, askedWith, vault: { mounts } },
    { group: 'g', task: 't' },
  );
}

/** Without the parameters that a need keeps apart. */
function plain(request: string): string {
  const [path = '', query = ''] = request.split('?');
  const parameters = [...new URLSearchParams(query)]
    .filter(([name]) => ['recurse', 'tag', 'prefix'].includes(name))
    .map(([name, value]) => (value === '' && name === 'recurse' ? name : `${name}=${value}`));
  return decodeURIComponent(path) + (parameters.length === 0 ? '' : `?${parameters.join('&')}`);
}

describe('predicted requests', () => {
  it.each(trials)('are those of consul-template: $name', (trial) => {
    const { needs, problems } = predict(trial);
    const observed = new Set(trial.requests.map(plain));
    const asked = needs.flatMap(({ product, request, preflight }) =>
      [request, preflight].flatMap((one) => (one === undefined ? [] : [`${product} ${one}`])),
    );
    // Where something is not known beforehand, the request may have any name of its sort.
    const open = needs.filter(({ request, permission }) => request?.includes('…') ?? permission !== undefined);
    const sorts = open.map(({ product, request }) => `${product} ${request?.split('…')[0] ?? 'GET /v1/kv/'}`);
    const unforeseen = [...observed].filter(
      (one) => !asked.includes(one) && !sorts.some((sort) => one.startsWith(sort)),
    );
    expect(unforeseen, 'asked, but not foreseen').toEqual([]);
    const certain = needs
      .filter(({ when, request }) => when.length === 0 && request !== undefined && !request.includes('…'))
      .map(({ product, request }) => `${product} ${request ?? ''}`);
    expect(
      certain.filter((one) => !observed.has(one)),
      'foreseen, but not asked',
    ).toEqual([]);
    const failed = trial.error !== undefined && trial.requests.length === 0;
    expect(problems.filter(({ when }) => when.length === 0).length > 0).toBe(failed);
  });

  it.each(trials.filter(({ error }) => error !== undefined && /error calling|parse:/.test(error)))(
    'fail in the words of consul-template: $name',
    (trial) => {
      expect(trial.error).toContain(predict(trial).problems[0]?.message);
    },
  );
});
