import { describe, expect, it } from 'vitest';
import type { Outlook, WorkloadImpact } from '../../src/provision/impact/impact.ts';
import { impactText } from '../../src/report/impact-text.ts';
import { planJson } from '../../src/report/plan-json.ts';

const works = { works: true, error: null };
const workload = { namespace: 'default', job: 'web', group: 'api', task: 'server', service: null };

function affected(rest: Partial<WorkloadImpact>): WorkloadImpact {
  return {
    workload,
    product: 'consul',
    effect: 'breaks',
    login: { before: works, after: works },
    needs: [],
    denied: [],
    revoked: false,
    running: null,
    because: ['consul/role/web'],
    reasons: [],
    ...rest,
  };
}

function outlook(rest: Partial<Extract<Outlook, { known: true }>>): Outlook {
  return { known: true, jobs: 12, workloads: [], tokens: [], notRead: [], elsewhere: [], assumed: [], ...rest };
}

const textOf = (one: Outlook): string => impactText(one, { colour: false });

describe('what a plan does to workloads, as text', () => {
  it('is one line when nothing starts or stops', () => {
    expect(textOf(outlook({}))).toBe('Impact: no workload starts or stops working (12 jobs looked at).\n');
  });

  it('is one line with the reason when it is not known', () => {
    expect(textOf({ known: false, reason: 'nobody\nanswers' })).toBe(
      'warning: which workloads start or stop working is not known: nobody\\nanswers\n',
    );
  });

  it('shows what stops before what is not known and what starts, and counts workloads, not logins', () => {
    const login = { before: works, after: { works: false, error: 'Permission denied', alternatives: ['no'] } };
    const text = textOf(
      outlook({
        workloads: [
          affected({
            effect: 'heals',
            workload: { ...workload, job: 'b' },
            login: { before: login.after, after: works },
          }),
          affected({ effect: 'unknown', workload: { ...workload, job: 'c' }, reasons: ['not known yet: x'] }),
          affected({ login, because: ['a', 'b', 'c', 'd'] }),
          affected({ product: 'vault', revoked: true, running: 2 }),
        ],
      }),
    );
    expect(text).toBe(
      [
        '  ✗ job web, group api, task server stops working at Consul',
        '      its login is refused: Permission denied; or: no',
        '      # because of a, b, c and 1 more',
        '  ✗ job web, group api, task server stops working at Vault',
        '      the tokens of 2 allocations are revoked; only a restart logs in anew',
        '      # because of consul/role/web',
        '  ? job c, group api, task server may start or stop working at Consul',
        '      not known yet: x',
        '      # because of consul/role/web',
        '  ✓ job b, group api, task server starts working at Consul',
        '      its login works',
        '      # because of consul/role/web',
        '',
        'Impact: 1 workload would stop working, 1 would start working, 1 may do either (12 jobs looked at).',
        '',
      ].join('\n'),
    );
  });

  it('shows which rule decides about a permission before and after', () => {
    const text = textOf(
      outlook({
        workloads: [
          affected({
            needs: [
              {
                need: 'key "a"',
                origin: 'template 1',
                request: { product: 'consul', resource: 'key', segment: 'a', access: 'read' },
                conditional: false,
                change: 'stops',
                before: { allow: true, decidedBy: { policy: 'policy web', rule: 'key', name: 'a', access: 'read' } },
                after: { allow: false, decidedBy: { defaultPolicy: 'deny' } },
                unknown: [],
              },
            ],
          }),
        ],
      }),
    );
    expect(text).toContain('      key "a" asks key:read on "a": is denied from then on (template 1)\n');
    expect(text).toContain('before: decided by key "a" = read of policy web\n');
    expect(text).toContain('then: no rule of any policy is about it, and the default policy is deny\n');
  });

  it('tells of tokens, of what was not read, and of what was not looked at', () => {
    const text = textOf(
      outlook({
        tokens: [
          { product: 'consul', address: 'consul/policy/a', change: 'narrowed', tokens: 1, agents: ['nomad client x'] },
          { product: 'vault', address: 'vault/auth-mount/j', change: 'revoked', tokens: null, aliases: 3, agents: [] },
        ],
        notRead: [{ part: 'nomad/jobs', what: 'jobs of namespace b', reason: '403' }],
        elsewhere: ['consul/policy/a@team'],
        assumed: ['the sun shines'],
      }),
    );
    expect(text).toContain(
      '1 token of Consul that uses consul/policy/a may do less, that of nomad client x among them',
    );
    expect(text).toContain(
      'all tokens of Vault made with vault/auth-mount/j are revoked (3 workloads have logged in there)',
    );
    expect(text).toContain('not read: jobs of namespace b: 403');
    expect(text).toContain('consul/policy/a@team');
    expect(text).toContain('taken for given: the sun shines');
  });

  it('does not fill the screen with thousands of workloads', () => {
    const workloads = Array.from({ length: 3000 }, (_, index) =>
      affected({ workload: { ...workload, job: `web-${String(index)}` } }),
    );
    const text = textOf(outlook({ workloads }));
    expect(text.split('\n').length).toBeLessThan(200);
    expect(text).toContain('and 2950 more like these');
    expect(text).toContain('Impact: 3000 workloads would stop working');
  });
});

it('a plan as data has the impact and its counts, and no such member when nobody looked', () => {
  const plan = { spec: 'prod', steps: [], warnings: [] };
  expect(JSON.parse(planJson(plan))).not.toHaveProperty('impact');
  expect(JSON.parse(planJson(plan, outlook({ workloads: [affected({})] })))).toMatchObject({
    schemaVersion: 1,
    impact: { known: true, breaks: 1, heals: 0, unknown: 0, jobs: 12, workloads: [{ effect: 'breaks' }] },
  });
  expect(JSON.parse(planJson(plan, { known: false, reason: 'x' }))).toMatchObject({
    impact: { known: false, reason: 'x' },
  });
});
