import { goQuote } from '../../syntax/go-string.ts';
import type { Wants } from './consul-wants.ts';
import type { VaultPermission, Wanted } from './need.ts';
import type { Ask } from './run.ts';
import { nil, NONE, reasonsOf, shapeOf, text, type Reason, type Value } from './value.ts';

/** What is mounted in Vault, as far as paths depend on it. */
export interface Mount {
  /** With its slash at the end: `secret/`. */
  readonly path: string;
  /** `kv`, `pki`, `database` and so on. */
  readonly type: string;
  /** Of `kv`; 1 when absent. */
  readonly version?: number | undefined;
}

export interface VaultSettings {
  /** All mounts of the namespace; without them it is not known which paths are of version 2. */
  readonly mounts?: readonly Mount[] | undefined;
}

/** What a call asks Vault for. Source: consul-template 0.41. */
export function vaultWants(ask: Ask, settings: VaultSettings = {}): Wants {
  const [first = nil, ...rest] = ask.arguments;
  const pair = ask.name === 'secrets' ? undefined : rest.find((value) => !isPair(value));
  if (pair?.kind === 'string') return { error: `not k=v pair ${goQuote(pair.value)}` };
  if (first.kind !== 'string') return { wanted: capabilitiesOf(ask).map((one) => unnamed(ask, one, first)) };
  const trimmed = withoutSlashes(first.value.trim());
  if (trimmed === '') return { error: `${nameOf(ask)}: invalid format: ""` };
  const reads = ask.name === 'secret' && ask.arguments.length === 1;
  const asWritten = reads || ask.name === 'pkiCert' ? withoutParameters(trimmed) : trimmed;
  if (asWritten === undefined) return { error: `parse ${goQuote(trimmed)}: invalid URL escape` };
  // Vault's client cleans the path of its requests.
  const path = joinPath(asWritten);
  if (ask.name === 'pkiCert') return { wanted: [exact(ask, 'update', path)] };
  return { wanted: found(ask, path, settings) };
}

function withoutSlashes(path: string): string {
  return path.startsWith('/') || path.endsWith('/') ? path.replace(/^\/+|\/+$/g, '') : path;
}

function nameOf({ name, arguments: values }: Ask): string {
  if (name === 'secrets') return 'vault.list';
  return name === 'secret' && values.length > 1 ? 'vault.write' : 'vault.read';
}

function isPair(value: Value): boolean {
  return value.kind !== 'string' || value.value === '' || value.value.includes('=');
}

type Capability = VaultPermission['capability'];

function capabilitiesOf({ name, arguments: values }: Ask): readonly Capability[] {
  if (name === 'secrets') return ['list'];
  if (name === 'pkiCert') return ['update'];
  return values.length > 1 ? ['create', 'update'] : ['read'];
}

/** Reads and `pkiCert` take the path for a URL, with parameters such as the version and with escapes. */
function withoutParameters(path: string): string | undefined {
  const end = path.search(/[?#]/);
  const plain = end === -1 ? path : path.slice(0, end);
  if (!plain.includes('%')) return plain;
  try {
    return decodeURIComponent(plain);
  } catch {
    return undefined;
  }
}

const METHODS: Readonly<Record<Capability, string>> = { read: 'GET', list: 'LIST', create: 'PUT', update: 'PUT' };

function exact({ when }: Ask, capability: Capability, path: string): Wanted {
  return {
    product: 'vault',
    permission: { product: 'vault', path: capability === 'list' ? `${path}/` : path, capability },
    unknown: NONE,
    lack: 'denied',
    request: `${METHODS[capability]} /v1/${path}`,
    when,
  };
}

function unnamed({ when }: Ask, capability: Capability, value: Value): Wanted {
  const shape = shapeOf(value);
  return {
    product: 'vault',
    permission: { product: 'vault', path: undefined, capability },
    unknown: reasonsOf([value]),
    ...(shape === undefined ? {} : { shape }),
    lack: 'denied',
    request: undefined,
    when,
  };
}

function found(ask: Ask, path: string, { mounts }: VaultSettings): readonly Wanted[] {
  const preflight = `GET /v1/sys/internal/ui/mounts/${path}`;
  const list = ask.name === 'secrets';
  const mount = mounts && mountOf(`${path}/`, mounts);
  // A path under no mount is refused at the preflight, and then asked for as it stands.
  const paths = mounts === undefined ? possible(path, list) : [mount === undefined ? path : inMount(path, mount, list)];
  const written = capabilitiesOf(ask).length > 1;
  const stored = mount === undefined || mount.type === 'kv' || mount.type === 'generic' || mount.type === 'cubbyhole';
  const capabilities = written && !stored ? (['update'] as const) : capabilitiesOf(ask);
  return capabilities.map((capability): Wanted => {
    const when = capabilities.length > 1 ? [...ask.when, { because: 'existence', path } as const] : ask.when;
    const [only = path, ...others] = paths;
    if (others.length === 0) {
      const { product, permission, unknown, lack, request } = exact(ask, capability, only);
      return { product, permission, unknown, lack, request, preflight, when };
    }
    const candidates = paths.map((one) => (capability === 'list' ? `${one}/` : one));
    const because: Reason = { because: 'mount', path };
    return { ...unnamed(ask, capability, text(path)), unknown: [because], candidates, preflight, when };
  });
}

/** The longest one that the path begins with. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let longest: Mount | undefined;
  for (const mount of mounts) {
    if (path.startsWith(mount.path) && (longest === undefined || mount.path.length > longest.path.length))
      longest = mount;
  }
  return longest;
}

/** The path in the API, as consul-template makes it when it knows the mount. */
function inMount(path: string, mount: Mount, list: boolean): string {
  if (mount.type !== 'kv' || mount.version !== 2) return path;
  return list ? listed(path, mount.path) : shimmed(path, mount.path);
}

function shimmed(path: string, mount: string): string {
  if (path === mount || `${path}/` === mount) return `${mount}data`;
  const inside = path.slice(mount.length);
  return /^(?:data|metadata|subkeys)\//.test(inside) ? path : joinPath(mount, 'data', inside);
}

function listed(path: string, mount: string): string {
  const bare = mount.replace(/\/$/, '');
  if (path.startsWith(`${bare}/metadata`)) return path;
  return path === bare ? `${bare}/metadata` : joinPath(bare, 'metadata', path.slice(bare.length));
}

/** A part of a path that is empty, a dot or two. */
const ODD_PART = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** As Go's `path.Join`: doubled slashes become one, dots are resolved. */
function joinPath(...parts: readonly string[]): string {
  const whole = parts.join('/');
  if (!ODD_PART.test(whole)) return whole;
  const kept: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.join('/');
}

/** What the path may be: as it stands, or that of version 2 under a mount of one part. */
function possible(path: string, list: boolean): readonly string[] {
  const [mount = ''] = path.split('/');
  const second = list ? listed(path, `${mount}/`) : shimmed(path, `${mount}/`);
  const said = list ? /^.+\/metadata(?:\/|$)/ : /^.+\/(?:data|metadata|subkeys)\//;
  return [...new Set(said.test(path) ? [path] : [second, path])];
}
