import type { VaultWorld } from '../../model/world.ts';
import { shownCall } from '../needs/asking.ts';
import type { Ask } from '../needs/run.ts';
import { runTemplate } from '../needs/run-template.ts';
import { text, unknown, type Value } from '../needs/value.ts';
import type { Group, Job, Service, Task } from '../nomad-claims/job.ts';
import { consulRequest, listed, secretPath, vaultRequest, type Request } from './requests.ts';

/** A permission that a workload will want. */
export interface Need {
  readonly product: 'consul' | 'vault';
  readonly need: string;
  readonly origin: string;
  readonly request: Request | null;
  readonly conditional: boolean;
  /** Why it is not known what exactly is asked. */
  readonly reason?: string;
}

/** To register a service, and its sidecar if it has one. */
export function needsOfService({ name, connect }: Service): readonly Need[] {
  const names = [name, ...(connect?.sidecar === undefined ? [] : [`${name}-sidecar-proxy`])];
  return names.map((one) => {
    const common = {
      product: 'consul',
      need: `register ${one}`,
      origin: `service ${name}`,
      conditional: false,
    } as const;
    return one.includes('${')
      ? { ...common, request: null, reason: 'its name is interpolated by the client' }
      : { ...common, request: consulRequest('service', one, 'write') };
  });
}

/** What the templates of a task ask Consul and Vault for. */
export function needsOfTask(job: Job, group: Group, task: Task, kv: VaultWorld['kv']): readonly Need[] {
  const environment = environmentOf(job, group, task);
  const needs = task.templates.flatMap((template, index): readonly Need[] => {
    if (template.text === '') return [];
    const origin = `template ${String(index + 1)}${template.destination === '' ? '' : ` (${template.destination})`}`;
    const { asks } = runTemplate(template.text, { environment });
    return asks.flatMap((ask) => needOf(ask, origin, kv) ?? []);
  });
  return [...new Map(needs.map((need) => [JSON.stringify([need.need, need.origin, need.request]), need])).values()];
}

/** Variables that a task has whatever happens; of others nothing is known. */
function environmentOf(job: Job, group: Group, task: Task): (name: string) => Value {
  const known = new Map(
    Object.entries({
      NOMAD_NAMESPACE: job.namespace,
      NOMAD_REGION: job.region,
      NOMAD_JOB_NAME: job.name,
      NOMAD_GROUP_NAME: group.name,
      NOMAD_TASK_NAME: task.name,
      ...task.env,
    }),
  );
  if (!job.parentId && job.parameterized === undefined && job.periodic === undefined) known.set('NOMAD_JOB_ID', job.id);
  return (name) => {
    const value = known.get(name);
    return value === undefined || value.includes('${') ? unknown({ because: 'environment', name }) : text(value);
  };
}

function needOf(ask: Ask, origin: string, kv: VaultWorld['kv']): Need | undefined {
  const product = productOf(ask.name);
  if (product === undefined) return undefined;
  const common = { product, need: shownCall(ask.name, ask.arguments), origin, conditional: ask.when.length > 0 };
  const [first] = ask.arguments;
  if (first !== undefined && first.kind !== 'string')
    return { ...common, request: null, reason: 'what it names is not known before the job runs' };
  const request = first === undefined ? undefined : requestOf(ask.name, first.value, ask.arguments.length, kv);
  return request === undefined
    ? {
        ...common,
        request: null,
        reason: 'the answer holds what the token may read, and nothing says that it must hold more',
      }
    : { ...common, request };
}

const asksConsul: ReadonlySet<string> = new Set([
  'key', 'keyExists', 'keyOrDefault', 'ls', 'safeLs', 'tree', 'safeTree', 'service', 'connect', 'services', 'node', 'nodes', 'caLeaf', 'peerings',
]); // prettier-ignore

function productOf(name: string): Need['product'] | undefined {
  if (asksConsul.has(name)) return 'consul';
  return ['secret', 'secrets', 'pkiCert'].includes(name) ? 'vault' : undefined;
}

/** Queries end in `@datacenter`, `~near`, `|filter` or `?parameters`, which the ACL does not see. */
function requestOf(name: string, argument: string, count: number, kv: VaultWorld['kv']): Request | undefined {
  const bare = argument.replace(/[?@~|].*$/s, '');
  switch (name) {
    case 'key':
    case 'keyExists':
    case 'keyOrDefault':
      return consulRequest('key', bare.replace(/^\//, ''), 'read');
    case 'ls':
    case 'safeLs':
    case 'tree':
    case 'safeTree':
      // Without `acl.enable_key_list_policy`, lists are made of the keys that may be read.
      return consulRequest('key', bare.replace(/^\//, ''), 'read');
    case 'service':
    case 'connect':
      return consulRequest('service', bare.slice(bare.indexOf('.') + 1), 'read');
    case 'node':
      return consulRequest('node', bare, 'read');
    case 'caLeaf':
      return consulRequest('service', bare, 'write');
    case 'secret':
      return vaultRequest(secretPath(argument, 'data', kv), count > 1 ? 'update' : 'read');
    case 'secrets':
      return vaultRequest(listed(secretPath(argument, 'metadata', kv)), 'list');
    case 'pkiCert':
      return vaultRequest(secretPath(argument, 'data', {}), 'update');
    default:
      return undefined;
  }
}
