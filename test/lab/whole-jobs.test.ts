import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNomad, type EmbeddedNomad } from '../../src/lab/nomad/server.ts';
import type { Json } from '../simulate/nomad-claims/parts.ts';

const second = 1_000_000_000;
const task = { Name: 't', Driver: 'docker' };

describe("a job in the lab's Nomad", () => {
  let lab: EmbeddedNomad;
  beforeAll(async () => {
    lab = await startNomad();
  });
  afterAll(() => lab.stop());

  async function group(given: Json, job: Json = {}): Promise<Json> {
    const body = JSON.stringify({ Job: { ID: 'j', ...job, TaskGroups: [{ Name: 'g', Tasks: [task], ...given }] } });
    const answer = await fetch(`${lab.address}/v1/jobs`, { method: 'PUT', body });
    expect(await answer.text()).toContain('EvalID');
    const stored = (await (await fetch(`${lab.address}/v1/job/j`)).json()) as { readonly TaskGroups: readonly Json[] };
    return stored.TaskGroups[0] ?? {};
  }

  it('has every member of a task, with its default or null', async () => {
    const { Tasks } = await group({});
    const restart = { Attempts: 2, Delay: 15 * second, Interval: 1800 * second, Mode: 'fail', RenderTemplates: false };
    const none = {
      Actions: null, Affinities: null, Artifacts: null, CSIPluginConfig: null, Config: null, Constraints: null, Consul: null, DispatchPayload: null,
      Env: null, Identities: null, Lifecycle: null, Meta: null, ScalingPolicies: null, Schedule: null, Secrets: null, Services: null, Templates: null,
      Vault: null, VolumeMounts: null, KillSignal: '', Kind: '', User: '', Leader: false, ShutdownDelay: 0,
    }; // prettier-ignore
    const resources = { CPU: 100, Cores: 0, Devices: null, DiskMB: 0, IOPS: 0, MemoryMB: 300, MemoryMaxMB: 0, NUMA: null, Networks: null, SecretsMB: 0 }; // prettier-ignore
    expect(Tasks).toEqual([
      {
        ...task,
        ...none,
        Identity: expect.objectContaining({ Name: 'default', Audience: ['nomadproject.io'] }) as unknown,
        KillTimeout: 5 * second,
        LogConfig: { Disabled: false, MaxFileSizeMB: 10, MaxFiles: 10 },
        Resources: resources,
        RestartPolicy: restart,
      },
    ]);
  });

  it('has its members by name', async () => {
    const names = Object.keys(await group({}));
    expect(names).toEqual(names.toSorted());
  });

  it.each([
    ['service', { Update: true, Migrate: true, ReschedulePolicy: true, RestartPolicy: true }],
    ['batch', { Update: false, Migrate: false, ReschedulePolicy: true, RestartPolicy: true }],
    ['system', { Update: true, Migrate: false, ReschedulePolicy: false, RestartPolicy: true }],
    ['sysbatch', { Update: false, Migrate: false, ReschedulePolicy: false, RestartPolicy: true }],
  ])('of type %s has the policies of that type', async (Type, expected) => {
    const stored = await group({}, { Type });
    const has = Object.keys(expected).map((name) => [name, stored[name] !== null] as const);
    expect(Object.fromEntries(has)).toEqual(expected);
  });

  it('shows of networks and ports only what is not empty', async () => {
    const { Networks } = await group({ Networks: [{ DynamicPorts: [{ Label: 'http' }], CIDR: '' }] });
    expect(Networks).toEqual([{ DynamicPorts: [{ HostNetwork: 'default', Label: 'http' }] }]);
  });

  it('reads members in any case, and drops those that Nomad does not have', async () => {
    expect(await group({ meta: { a: 'b' }, Nonsense: 1 })).toMatchObject({ Meta: { a: 'b' } });
    expect(await group({ Nonsense: 1 })).not.toHaveProperty('Nonsense');
  });

  it('has for a check the restarts of its service where it says nothing itself', async () => {
    const Checks = [{ Type: 'tcp', PortLabel: '80', Interval: second, Timeout: second, CheckRestart: { Limit: 1 } }];
    const { Services } = await group({
      Services: [{ Name: 's', PortLabel: '80', CheckRestart: { Limit: 3, Grace: 2 * second }, Checks }],
    });
    expect(Services).toMatchObject([
      { Checks: [{ CheckRestart: { Grace: 2 * second, IgnoreWarnings: false, Limit: 1 } }] },
    ]);
  });
});
