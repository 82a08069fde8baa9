import type { Wants } from './consul-wants.ts';
import type { NomadPermission, Wanted } from './need.ts';
import { readQuery, type Form, type Query } from './query.ts';
import type { Ask } from './run.ts';
import { joined, nil, NONE, reasonsOf, shapeOf, text, type Value } from './value.ts';

/** The workload that asks, which Nomad lets read what is its own. */
export interface Workload {
  readonly namespace: string;
  /** The parent's, of a dispatched or periodic job. */
  readonly job: string;
  readonly group: string;
  readonly task: string;
}

/** What a call asks Nomad for. Source: consul-template 0.41. */
export function nomadWants(ask: Ask, workload: Workload): Wants {
  const { name, arguments: values } = ask;
  const [first = nil] = values;
  const { namespace } = workload;
  switch (name) {
    case 'nomadVar':
    case 'nomadVarExists': {
      const trimmed = first.kind === 'string' ? text(first.value.trim().replace(/^\/+|\/+$/g, '')) : first;
      return queried('nomad.var.get', trimmed, (query) => variable(ask, 'variables:read', query, workload));
    }
    case 'nomadVarList':
    case 'nomadVarListSafe':
      return queried('nomad.var.list', values.length === 0 ? text('') : first, (query) =>
        variable(ask, 'variables:list', query, workload),
      );
    case 'nomadServices':
      return queried('nomad.services', joined(values), () =>
        want(ask, { capability: 'read-job', namespace, path: undefined, implicit: true }, 'services'),
      );
    default: {
      const service = values.length === 3 ? values[2] : first;
      if (values.length === 2) return { error: 'expected arguments <service> or <count> <key> <service>' };
      return queried('nomad.service', service ?? nil, (query) =>
        want(
          ask,
          { capability: 'read-job', namespace, path: undefined, implicit: true },
          `service/${query['name'] ?? '…'}`,
        ),
      );
    }
  }
}

function queried(form: Form, value: Value, wants: (query: Query) => Wanted): Wants {
  if (value.kind === 'string') {
    const read = readQuery(form, value.value);
    return read.ok ? { wanted: [wants(read.query)] } : { error: read.error };
  }
  if (value.kind !== 'unknown') return { error: 'expected string for <service> argument' };
  const shape = shapeOf(value);
  const one = wants({});
  return {
    wanted: [{ ...one, unknown: reasonsOf([value]), request: undefined, ...(shape === undefined ? {} : { shape }) }],
  };
}

function want({ when }: Ask, permission: Omit<NomadPermission, 'product'>, request: string): Wanted {
  return {
    product: 'nomad',
    permission: { product: 'nomad', ...permission },
    unknown: NONE,
    // A list of variables that is refused counts as empty.
    lack: permission.capability === 'variables:list' ? 'ignored' : 'denied',
    request: `GET /v1/${request}`,
    when,
  };
}

function variable(
  ask: Ask,
  capability: 'variables:read' | 'variables:list',
  { path, namespace: given = '', region = '' }: Query,
  workload: Workload,
): Wanted {
  const namespace = given === '' ? workload.namespace : given;
  const listing = capability === 'variables:list';
  const prefix = listing && path !== undefined && /^\/*$/.test(path) ? '' : path;
  const implicit = namespace === workload.namespace && prefix !== undefined && isOwn(prefix, workload);
  const request = listing ? `vars?prefix=${prefix ?? ''}` : `var/${path ?? '…'}`;
  const one = want(ask, { capability, namespace, path: prefix, implicit }, request);
  return region === '' ? one : { ...one, elsewhere: { region } };
}

/** Every task may read and list the variables of its job, its group and itself. */
function isOwn(path: string, { job, group, task }: Workload): boolean {
  return ['', `/${job}`, `/${job}/${group}`, `/${job}/${group}/${task}`].some((own) => path === `nomad/jobs${own}`);
}
