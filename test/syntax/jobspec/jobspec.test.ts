import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJob, type JobOptions } from '../../../src/syntax/jobspec/parse-job.ts';
import { upstreamRange } from '../../../src/syntax/jobspec/upstream-range.ts';
import { Secret } from '../../../src/support/secret.ts';
import { pruned } from '../../conformance/oracle/hcl2/fixtures.ts';

interface Stored {
  readonly text: string;
  readonly job?: unknown;
  readonly error?: string;
}

const stored = JSON.parse(
  readFileSync(new URL('../../fixtures/jobs.json', import.meta.url), 'utf8'),
) as readonly Stored[];
const source = (text: string): { name: string; text: string } => ({ name: 'web.nomad.hcl', text });

describe("Nomad's own reader of job files", () => {
  it('was asked about files that it takes and files that it refuses', () => {
    expect(stored.filter(({ job }) => job !== undefined).length).toBeGreaterThanOrEqual(40);
    expect(stored.filter(({ error }) => error !== undefined).length).toBeGreaterThan(10);
  });

  it.each(stored.map((one, index) => [index, one] as const))('agrees on file %i', (_, { text, job, error }) => {
    const read = parseJob(source(text));
    if (error === undefined) expect(read.ok && pruned(read.job)).toEqual(job);
    else {
      expect(read.ok).toBe(false);
      // Where a mistake is about a type, Nomad prints Go's inner form of it.
      const mine = read.ok
        ? []
        : read.problems.map((problem) => `${upstreamRange(text, problem)}: ${problem.refusal ?? ''}`);
      for (const line of mine.filter((one) => !/but found |Duplicate variable|Unset variable/.test(one)))
        expect(error).toContain(line);
    }
  });
});

const JOB = `variable "image" {
  type = string
}
variable "token" {
  default = "none"
}
locals {
  aud = "vault.io"
}
job "web" {
  group "g" {
    vault {
      role = "r-\${NOMAD_META_x}"
    }
    dynamic "service" {
      for_each = ["a", "b"]
      content {
        name = "svc-\${service.value}"
        identity {
          aud = [local.aud]
          ttl = "1h"
        }
      }
    }
    task "t" {
      driver = "docker"
      config {
        image = var.image
        auth {
          token = var.token
        }
      }
      identity {
        env = true
      }
      identity {
        name = "consul_default"
        aud  = ["consul.io"]
      }
    }
  }
}
`;

describe('a job file', () => {
  const read = (
    options: JobOptions = { variables: { image: 'web:1' } },
  ): Extract<ReturnType<typeof parseJob>, { ok: true }> => {
    const reading = parseJob(source(JOB), options);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return reading;
  };

  it('gives the job that the API takes', () => {
    expect(pruned(read().job)).toEqual({
      ID: 'web',
      Name: 'web',
      TaskGroups: [
        {
          Name: 'g',
          Services: ['a', 'b'].map((name) => ({
            Name: `svc-${name}`,
            Identity: { Audience: ['vault.io'], TTL: 3_600_000_000_000 },
          })),
          Tasks: [
            {
              Name: 't',
              Driver: 'docker',
              Config: { image: 'web:1', auth: [{ token: 'none' }] },
              Identity: { Env: true },
              Identities: [{ Name: 'consul_default', Audience: ['consul.io'] }],
              Vault: { Role: 'r-${NOMAD_META_x}', Env: true, ChangeMode: 'restart' },
            },
          ],
        },
      ],
    });
  });

  it.each([
    [['TaskGroups', 0, 'Tasks', 0, 'Identities', 0, 'Audience'], '["consul.io"]'],
    [['TaskGroups', 0, 'Tasks', 0, 'Identity', 'Env'], 'true'],
    [['TaskGroups', 0, 'Tasks', 0, 'Vault', 'Role'], '"r-${NOMAD_META_x}"'],
    [['TaskGroups', 0, 'Services', 1, 'Identity', 'TTL'], '"1h"'],
    [['TaskGroups', 0, 'Tasks', 0, 'Config', 'image'], 'var.image'],
    [['TaskGroups', 0, 'Tasks', 0, 'Name'], '"t"'],
    [['ID'], '"web"'],
  ] as const)('tells where %j is written', (path, written) => {
    const place = read().positions.at(path);
    expect(JOB.slice(place?.value.start, place?.value.end)).toBe(written);
  });

  it('tells of a member that is not written where it would stand', () => {
    const place = read().positions.at(['TaskGroups', 0, 'Tasks', 0, 'Vault', 'Cluster']);
    expect(JOB.slice(place?.whole.start, place?.whole.end)).toMatch(/^vault \{/);
  });

  it('marks what is not known and what is secret, and shows neither', () => {
    const reading = read({ variables: { token: new Secret('very-secret-token') }, unset: 'unknown' });
    expect(reading.marked).toEqual([
      {
        path: ['TaskGroups', 0, 'Tasks', 0, 'Config', 'image'],
        mark: { kind: 'unknown', reason: 'var.image has no value' },
      },
      { path: ['TaskGroups', 0, 'Tasks', 0, 'Config', 'auth', 0, 'token'], mark: { kind: 'secret' } },
    ]);
    expect(JSON.stringify(reading.job)).not.toContain('very-secret');
  });

  it('without a value for a variable is refused as Nomad does', () => {
    const reading = parseJob(source(JOB));
    expect(!reading.ok && reading.problems[0]?.refusal).toMatch(/^Unset variable "image"; A used variable must be set/);
  });

  it('means the same in JSON', () => {
    const text = JSON.stringify({
      variable: { n: { default: 'x' } },
      job: {
        web: {
          type: 'batch',
          meta: { a: '${var.n}-${node.class}' },
          group: {
            g: {
              count: 2,
              task: { t: { driver: 'exec', config: { command: '/bin/true' }, identity: [{ env: true }] } },
            },
          },
        },
      },
    });
    const reading = parseJob(source(text));
    expect(reading.ok && pruned(reading.job)).toEqual({
      ID: 'web',
      Name: 'web',
      Type: 'batch',
      Meta: { a: 'x-${node.class}' },
      TaskGroups: [
        {
          Name: 'g',
          Count: 2,
          Tasks: [
            { Name: 't', Driver: 'exec', Config: { command: '/bin/true' }, Identity: { Env: true }, Identities: [] },
          ],
        },
      ],
    });
    expect(
      reading.ok && text.slice(reading.positions.at(['Type'])?.value.start, reading.positions.at(['Type'])?.value.end),
    ).toBe('"batch"');
  });

  it.each([
    [
      'job "a" {\n  grup "x" {\n  }\n}',
      'grup',
      'Unsupported block type; Blocks of type "grup" are not expected here. Did you mean "group"?',
    ],
    [
      'job "a" {\n  typ = "x"\n}',
      'typ',
      'Unsupported argument; An argument named "typ" is not expected here. Did you mean "type"?',
    ],
    ['job "a" {\n  group {\n  }\n}', '{', 'Missing name for group; All group blocks must have 1 labels (name).'],
    ['job "a" {\n  priority = "high"\n}', 'high', 'Unsuitable value type; Unsuitable value: a number is required'],
    ['foo = 1', 'foo', 'Unsupported argument; An argument named "foo" is not expected here.'],
  ])('with a mistake is refused in the words of Nomad: %j', (text, marked, refusal) => {
    const reading = parseJob(source(text));
    const [problem] = reading.ok ? [] : reading.problems;
    expect([text.slice(problem?.start, problem?.end), problem?.refusal]).toEqual([marked, refusal]);
  });
});
