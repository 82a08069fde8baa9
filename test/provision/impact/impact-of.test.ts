import { describe, expect, it } from 'vitest';
import { empty, impactBetween, mounted, own, presets, templated, told } from './planned.ts';

const service = 'service web at consul';
const task = 'task server at consul';
const vault = 'task server at vault';
const motd = 'key "web/motd"';
const secret = 'secret "secret/data/default/web/config"';

const with_ = (edit: (spec: string) => string): string => edit(presets);

describe('what a plan does to workloads', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['nothing, when nothing changes', presets, presets, []],
    [
      'everything starts with the presets',
      empty,
      presets,
      [
        `${service} heals, login fails -> works`,
        `${task} heals, login fails -> works`,
        `${vault} heals, login fails -> works`,
      ],
    ],
    [
      'everything ends when everything goes',
      presets,
      empty,
      [
        `${service} breaks, login works -> fails`,
        `${task} breaks, login works -> fails`,
        `${vault} breaks, login works -> fails`,
      ],
    ],
    [
      'both logins at Consul break with another audience of the method',
      presets,
      with_((text) => text.replace('nomad-consul, ', 'nomad-consul, audience: changed, ')),
      [`${service} breaks, login works -> fails`, `${task} breaks, login works -> fails`],
    ],
    [
      'and start again with the right one',
      with_((text) => text.replace('nomad-consul, ', 'nomad-consul, audience: changed, ')),
      presets,
      [`${service} heals, login fails -> works`, `${task} heals, login fails -> works`],
    ],
    [
      'the login at Vault breaks with another audience of the role',
      presets,
      with_((text) => text.replace('nomad-vault, ', 'nomad-vault, audience: changed, ')),
      [`${vault} breaks, login works -> fails`],
    ],
    [
      'tasks that no rule matches any more cannot log in, services still can',
      own,
      own.replace(/ {2}binding_rules:\n.*\n/, ''),
      [`${task} breaks, login works -> fails`],
    ],
    [
      'a selector that fits no more breaks the same login',
      own,
      own.replace('"nomad_service" not in value', 'value.nomad_job_id == "other"'),
      [`${task} breaks, login works -> fails`],
    ],
    ['a role loses a policy', own, own.replace('[motd, other]', '[other]'), [`${task} breaks, ${motd} stops`]],
    ['a role gains a policy', own.replace('[motd, other]', '[other]'), own, [`${task} heals, ${motd} starts`]],
    ['a role loses a policy that nobody asks for', own, own.replace('[motd, other]', '[motd]'), []],
    [
      'the text of a policy is narrowed',
      own,
      own.replace('key "web/motd"', 'key "web/elsewhere"'),
      [`${task} breaks, ${motd} stops`],
    ],
    [
      'the text of a policy is widened',
      own.replace('key "web/motd"', 'key "web/elsewhere"'),
      own,
      [`${task} heals, ${motd} starts`],
    ],
    ['the text of a policy is written otherwise', own, own.replace('key "other"', 'key "another"'), []],
    [
      'a role goes, and with it the whole login',
      own,
      own.replace(/ {2}roles:\n.*\n/, '  existing: { roles: [tasks] }\n'),
      [`${task} breaks, login works -> fails`],
    ],
    [
      'a login starts, and its token still may not do what is needed',
      own.replace(/ {2}binding_rules:\n.*\n/, '').replace('[motd, other]', '[other]'),
      own.replace('[motd, other]', '[other]'),
      [`${task} heals, login fails -> works, ${motd} denied`],
    ],
    [
      'the role of the mount goes by another name, and jobs that name none find it',
      presets,
      with_((text) => text.replace('nomad-vault, ', 'nomad-vault, role: others, ')),
      [],
    ],
    [
      'the policy of the mount covers another engine',
      presets,
      with_((text) => text.replace('nomad-vault, ', 'nomad-vault, kv_mount: kv, ')),
      [`${vault} breaks, ${secret} stops`],
    ],
    [
      'a role of a mount goes',
      mounted,
      mounted.replace('web:\n', 'other:\n'),
      [`${vault} breaks, login works -> fails`],
    ],
    [
      'a role of a mount loses its policy',
      mounted,
      mounted.replace('[web]', '[]'),
      [`${vault} breaks, ${secret} stops`],
    ],
    [
      'a claim must have another value',
      mounted,
      mounted.replace('token_policies', 'bound_claims: { nomad_namespace: other }\n          token_policies'),
      [`${vault} breaks, login works -> fails`],
    ],
    [
      'tokens end when a mount is replaced, though the login works afterwards',
      mounted,
      mounted.replace('seal_wrap: false', 'seal_wrap: true'),
      [`${vault} breaks, revoked`],
    ],
    [
      'a policy that is templated with the accessor of a mount follows its replacement',
      templated,
      templated.replace('seal_wrap: false', 'seal_wrap: true'),
      [`${vault} breaks, revoked`],
    ],
    ['a mount that is in use goes', mounted, empty, [`${vault} breaks, login works -> fails`]],
  ])('%s', (_, before, after, expected) => {
    expect(told(impactBetween(before, after))).toEqual(expected);
  });

  it('tells the text of the server, and which of the changed objects the login depends on', () => {
    const after = presets.replace('nomad-consul, ', 'nomad-consul, audience: changed, ');
    const { workloads, jobs } = impactBetween(presets, after);
    expect(jobs).toBe(1);
    expect(workloads[0]).toMatchObject({
      workload: { namespace: 'default', job: 'web', group: 'web', task: null, service: 'web' },
      login: {
        before: { works: true, error: null },
        after: {
          works: false,
          error: 'error validating claims: aud claim does not match any bound audience',
        },
      },
      running: 1,
      because: ['consul/auth-method/nomad-workloads'],
    });
  });

  it('tells by which rule of which policy a need is decided before and after', () => {
    const { workloads } = impactBetween(own, own.replace('key "web/motd"', 'key "web/elsewhere"'));
    expect(workloads.map(({ because }) => because)).toEqual([['consul/policy/motd']]);
    expect(workloads[0]?.needs).toMatchObject([
      {
        need: motd,
        request: { resource: 'key', segment: 'web/motd', access: 'read' },
        before: { allow: true, decidedBy: { policy: 'policy motd' } },
        after: { allow: false, decidedBy: { defaultPolicy: 'deny' } },
      },
    ]);
  });
});
