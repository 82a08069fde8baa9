import type { Look } from '../look.ts';
import { rawAt, rawList } from '../raw.ts';
import { atLeast } from '../version.ts';

/** A defect of a released version, and whether this cluster meets it. */
export interface Defect {
  readonly cases: readonly string[];
  readonly product: 'nomad server' | 'nomad client' | 'consul' | 'vault';
  /** Versions that have it, `[from, before)`; several for several lines of releases. */
  readonly in: readonly (readonly [from: string, before: string])[];
  readonly what: string;
  readonly until: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** Whether something here meets it; without, everything does. */
  readonly met?: (look: Look) => boolean;
}

const usesVault = (look: Look): boolean => look.sampledWorkloads.some(({ task }) => task?.vault !== undefined);
const usesServices = (look: Look): boolean =>
  look.sampledWorkloads.some(({ service }) => service?.provider === 'consul');
const usesConnect = (look: Look): boolean =>
  look.sampledWorkloads.some(({ service }) => service?.connect !== undefined);
const groupsOfSeveralTasks = (look: Look): boolean =>
  look.sampledJobs.some(({ job }) =>
    job.groups.some(({ tasks }) => tasks.filter(({ identities }) => identities.some(isConsul)).length > 1),
  );
const isConsul = ({ name }: { readonly name: string }): boolean => name.startsWith('consul_');

export const defects: readonly Defect[] = [
  {
    cases: ['NS-07', 'UP-04'],
    product: 'nomad server',
    in: [['1.7.0', '1.7.1']],
    what: 'RSA keys are not copied to followers: after an election no JWT can be verified',
    until: '1.7.1, and a rotation of the keyring',
    severity: 'error',
  },
  {
    cases: ['NS-08'],
    product: 'nomad server',
    in: [
      ['1.7.0', '1.7.11'],
      ['1.8.0', '1.8.3'],
    ],
    what: 'new keys sign at once, the periodic rotation never runs, and keys that are in use may be deleted',
    until: '1.7.11, 1.8.3',
    severity: 'warning',
  },
  {
    cases: ['NS-10'],
    product: 'nomad server',
    in: [['1.7.0', '1.9.0']],
    what: 'snapshots hold no key material: after a restore all JWTs are unverifiable unless the keystore was kept too',
    until: '1.9.0',
    severity: 'info',
  },
  {
    cases: ['NC-12'],
    product: 'nomad server',
    in: [['1.11.0', '1.11.4']],
    what: "clients' node identities may run out after an upgrade of the servers: all clients go down and sign nothing",
    until: '1.11.4 (Enterprise) or 2.0.0',
    severity: 'warning',
    // It begins when the servers are upgraded before the clients.
    met: (look) => look.clients.some(({ version }) => !atLeast(version, '1.11.0')),
  },
  {
    cases: ['NC-06', 'LC-03'],
    product: 'nomad client',
    in: [
      ['1.7.0', '1.7.14'],
      ['1.8.0', '1.8.6'],
      ['1.9.0', '1.9.1'],
    ],
    what: 'a service is deregistered with the token that registered it: one token that is gone stops all synchronisation with Consul',
    until: '1.7.14, 1.8.6, 1.9.1',
    severity: 'warning',
    met: usesServices,
  },
  {
    cases: ['NC-07'],
    product: 'nomad client',
    in: [['1.7.0', '1.9.4']],
    what: "an agent that is not root cannot write a task's Consul token a second time",
    until: '1.9.4',
    severity: 'info',
  },
  {
    cases: ['NC-11', 'LC-07'],
    product: 'nomad client',
    in: [
      ['1.7.0', '1.7.10'],
      ['1.8.0', '1.8.2'],
    ],
    what: "a new token is used before Consul's servers all know it: `ACL not found` right after a login",
    until: '1.7.10, 1.8.2',
    severity: 'info',
  },
  {
    cases: ['JS-07'],
    product: 'nomad client',
    in: [['1.7.0', '1.7.3']],
    what: 'CONSUL_TOKEN is not given to tasks',
    until: '1.7.3 (CONSUL_HTTP_TOKEN from 1.7.8 and 1.8.0 on)',
    severity: 'warning',
  },
  {
    cases: ['JS-09'],
    product: 'nomad client',
    in: [['1.7.0', '1.7.8']],
    what: "all tasks of a group get the Consul token of the group's last task",
    until: '1.7.8',
    severity: 'error',
    met: groupsOfSeveralTasks,
  },
  {
    cases: ['JS-15'],
    product: 'nomad server',
    in: [['1.7.0', '1.7.3']],
    what: '`nomad job validate` asks for a Vault token although the servers give identities',
    until: '1.7.3',
    severity: 'info',
    met: usesVault,
  },
  {
    cases: ['JS-16'],
    product: 'nomad client',
    in: [['1.7.0', '1.9.10']],
    what: 'poststop tasks may get no Vault token after the main task failed',
    until: '1.9.10',
    severity: 'warning',
    met: (look) =>
      look.sampledWorkloads.some(({ task }) => task?.vault !== undefined && task.lifecycle?.hook === 'poststop'),
  },
  {
    cases: ['LC-01'],
    product: 'nomad client',
    in: [
      ['1.7.0', '1.8.17'],
      ['1.9.0', '1.9.13'],
      ['1.10.0', '1.10.5'],
    ],
    what: 'each restart of a client leaves Consul tokens behind',
    until: '1.8.17, 1.9.13, 1.10.5',
    severity: 'warning',
  },
  {
    cases: ['LC-05'],
    product: 'nomad client',
    in: [
      ['1.7.0', '1.10.13'],
      ['1.11.0', '1.11.7'],
      ['2.0.0', '2.0.3'],
    ],
    what: "after a reboot of the host, Envoy's bootstrap configuration may have no token",
    until: '1.10.13, 1.11.7, 2.0.3',
    severity: 'info',
    met: usesConnect,
  },
  {
    cases: ['LC-10'],
    product: 'nomad client',
    in: [['2.0.5', '2.0.6']],
    what: 'tasks restart about every 15 minutes with `Vault: new Vault token acquired`',
    until: '2.0.6, or change_mode = "noop" in the vault block',
    severity: 'error',
    met: (look) =>
      look.sampledWorkloads.some(({ task }) => task?.vault !== undefined && task.vault.changeMode !== 'noop'),
  },
  {
    cases: ['LC-11'],
    product: 'nomad client',
    in: [['2.0.5', '2.0.6']],
    what: 'tokens of tasks that ended are renewed until the client restarts',
    until: '2.0.6',
    severity: 'info',
    met: usesVault,
  },
  {
    cases: ['LC-14'],
    product: 'nomad client',
    in: [['1.7.4', '1.7.5']],
    what: 'the renewal of Vault tokens can lock up',
    until: '1.7.5',
    severity: 'warning',
    met: usesVault,
  },
  {
    cases: ['VR-04'],
    product: 'nomad client',
    in: [
      ['1.7.0', '1.8.15'],
      ['1.9.0', '1.9.11'],
      ['1.10.0', '1.10.3'],
    ],
    what: 'Vault tokens of roles with a ttl and no period are renewed by 30 seconds at a time and expire early',
    until: '1.8.15, 1.9.11, 1.10.3, or roles with token_period',
    severity: 'warning',
    met: (look) =>
      (look.world.vault?.mounts ?? []).some(({ roles }) =>
        Object.values(roles).some(({ token_period: period }) => period === 0),
      ),
  },
  {
    cases: ['NA-02'],
    product: 'nomad server',
    in: [['1.7.0', '1.10.6']],
    what: 'the ACL API answers 500 to a workload identity',
    until: '1.10.6, 1.11.0',
    severity: 'info',
  },
  {
    cases: ['NA-03'],
    product: 'nomad server',
    in: [
      ['1.4.0', '1.8.14'],
      ['1.9.0', '1.9.10'],
      ['1.10.0', '1.10.2'],
    ],
    what: "an ACL policy of one job is also given to jobs whose id begins with that job's (CVE-2025-4922)",
    until: '1.8.14, 1.9.10, 1.10.2',
    severity: 'warning',
  },
  {
    cases: ['NA-04'],
    product: 'nomad server',
    in: [['1.5.0', '1.10.2']],
    what: 'an ACL policy cannot be given to all jobs of a namespace',
    until: '1.10.2',
    severity: 'info',
  },
  {
    cases: ['UP-08'],
    product: 'nomad server',
    in: [['2.0.1', '2.0.2']],
    what: 'allocations were seen to fail on clusters without ACLs after an upgrade to this version',
    until: '2.0.2',
    severity: 'warning',
    met: (look) => look.servers.some(({ config }) => rawAt(config, 'ACL')['Enabled'] === false),
  },
  {
    cases: ['UP-11'],
    product: 'consul',
    in: [
      ['1.18.2', '1.18.3'],
      ['1.19.0', '1.19.1'],
    ],
    what: 'DNS SRV answers are wrong, which looks as if services were not registered',
    until: '1.18.3, 1.19.1',
    severity: 'warning',
  },
  {
    cases: ['BR-10'],
    product: 'consul',
    in: [['1.0.0', '1.19.0']],
    what: 'binding rules of type `policy` are not known',
    until: '1.19.0',
    severity: 'info',
    met: (look) => rawList(look.world.consul?.bindingRules).some(([, { BindType }]) => BindType === 'policy'),
  },
  {
    cases: ['JW-05', 'UP-06', 'VM-09'],
    product: 'vault',
    in: [['1.16.1', '1.16.2']],
    what: 'no JWKS can be configured: `malformed jwt: unexpected signature algorithm "HS256"`',
    until: '1.16.2',
    severity: 'error',
  },
  {
    cases: ['JW-07', 'VM-10', 'JW-08'],
    product: 'vault',
    in: [['1.0.0', '1.7.3']],
    what: 'keys are kept until they expire, also after jwks_url changed: tokens with new keys are refused',
    until: '1.7.3',
    severity: 'warning',
  },
];
