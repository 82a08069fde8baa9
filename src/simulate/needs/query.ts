import { goQuote } from '../../syntax/go-string.ts';

/** A query of a template, taken apart; what is not in it is empty or absent. */
export type Query = Readonly<Record<string, string>>;
export type ReadQuery = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: string };

const KEY = String.raw`\/?(?<key>[^@?]+)`;
const NAME = String.raw`(?<name>[\w-]+)`;
const TAG = String.raw`(?:(?<tag>[\w=:.-]+)\.)?`;
const PARAMETERS = String.raw`(?:\?(?<query>[\w\-=&]+))?`;
const DATACENTER = String.raw`(?:@(?<dc>[\w.-]+))?`;
const NEAR = String.raw`(?:~(?<near>[\w.-]+))?`;
const REGION = String.raw`(?:@(?<region>[\w.-]+))?`;

/** The forms of consul-template's dependencies, each with the name that its errors begin with. */
const FORMS = {
  'kv.get': KEY + PARAMETERS + DATACENTER,
  'kv.list': KEY + PARAMETERS + DATACENTER,
  'health.service': TAG + NAME + PARAMETERS + DATACENTER + NEAR + String.raw`(?:\|(?<filter>[\w,]+))?`,
  'catalog.services': PARAMETERS + DATACENTER,
  'catalog.node': String.raw`(?<name>[\w.-]+)` + PARAMETERS + DATACENTER,
  'catalog.nodes': PARAMETERS + DATACENTER + NEAR,
  'list.peering': PARAMETERS,
  'nomad.service': TAG + NAME + REGION,
  'nomad.services': REGION,
  'nomad.var.get': String.raw`\/?(?<path>[^@]+)(?:@(?<namespace>[\w-]+))?(?:\.(?<region>[\w-]+))?`,
  'nomad.var.list': String.raw`\/?(?<path>[^@]*)(?:@(?<namespace>[\w-]+|\*))?(?:\.(?<region>[\w-]+))?`,
} as const;

export type Form = keyof typeof FORMS;

/** Forms that an empty text is taken for, though it has not their shape. */
const MAY_BE_EMPTY: ReadonlySet<Form> = new Set(['catalog.node', 'list.peering', 'nomad.var.list']);

const PARAMETER_NAMES = ['ns', 'peer', 'partition', 'sameness-group'] as const;

const read = new Map<Form, RegExp>();

function shapeOf(form: Form): RegExp {
  const known = read.get(form);
  if (known !== undefined) return known;
  const made = new RegExp(`^(?:${FORMS[form]})$`);
  read.set(form, made);
  return made;
}

/** Takes a query apart as consul-template 0.41 does, and refuses it in its words. */
export function readQuery(form: Form, text: string): ReadQuery {
  const found = shapeOf(form).exec(text);
  if (found === null) {
    if (text === '' && MAY_BE_EMPTY.has(form)) return { ok: true, query: {} };
    return { ok: false, error: `${form}: invalid format: ${goQuote(text)}` };
  }
  const groups: Record<string, string> = {};
  for (const name in found.groups) groups[name] = found.groups[name] ?? '';
  const filter = groups['filter'] ?? '';
  // Most queries are a name and no more.
  if (filter === '' && (groups['query'] ?? '') === '') return { ok: true, query: groups };
  const parameters = new URLSearchParams(groups['query'] ?? '');
  const odd = [...parameters.keys()].find((name) => !(PARAMETER_NAMES as readonly string[]).includes(name));
  if (odd !== undefined) {
    const said = `${goQuote(odd)} in query ${goQuote(groups['query'] ?? '')}`;
    return {
      ok: false,
      error: `${form}: invalid query parameter key ${said}: supported keys: ns,peer,partition,sameness-group`,
    };
  }
  const named = Object.fromEntries(PARAMETER_NAMES.map((name) => [name, parameters.get(name) ?? '']));
  const error = form === 'health.service' ? healthError(filter, named, text) : undefined;
  return error === undefined ? { ok: true, query: { ...groups, ...named } } : { ok: false, error };
}

const STATES: ReadonlySet<string> = new Set(['any', 'passing', 'warning', 'critical', 'maintenance', '']);

function healthError(filter: string, parameters: Query, text: string): string | undefined {
  const odd = filter.split(',').find((state) => !STATES.has(state));
  if (odd !== undefined) return `health.service: invalid filter: ${goQuote(odd)} in ${goQuote(text)}`;
  if (parameters['sameness-group'] === '' || parameters['peer'] === '') return undefined;
  return 'health.service: cannot specify both peer and sameness-group';
}
