/** One request of a table. `{jwks}`, `{p1}` and so on stand for values that the run knows or has saved. */
export interface Asked {
  /** `PUT /v1/acl/policy` */
  readonly ask: string;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose token: the all-powerful one when left out, none, one that nobody knows, or one that was saved under that name. */
  readonly as?: string;
  /** Keeps a member of the answer, by its path, for later requests. */
  readonly save?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly ask: string;
  readonly status: number;
  readonly body: unknown;
}

export interface Target {
  readonly address: string;
  readonly token: string;
  /** The header that takes the token. */
  readonly header: string;
  readonly known: Readonly<Record<string, string>>;
}

/** Sends the requests one after another and gives the answers, with everything that differs from run to run replaced. */
export async function exchange(target: Target, table: readonly Asked[]): Promise<readonly Answered[]> {
  const known: Record<string, string> = { ...target.known };
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
  const answers: Answered[] = [];
  for (const { ask, body, headers = {}, as, save = {} } of table) {
    const [method = 'GET', path = ''] = ask.split(/ (.*)/s);
    const token = as === undefined ? target.token : as === 'nobody' ? '' : (known[as] ?? 'wrong-token');
    const sent = body === undefined ? undefined : fill(typeof body === 'string' ? body : JSON.stringify(body));
    const answer = await fetch(`${target.address}${fill(path)}`, {
      method,
      headers: { ...(token === '' ? {} : { [target.header]: token }), ...headers },
      redirect: 'manual',
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.text();
    const found = parsed(text);
    for (const [name, at] of Object.entries(save)) known[name] = String(member(found, at.split('.')));
    answers.push({ ask, status: answer.status, body: normal(found, target.known) });
  }
  return answers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function member(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

/** Members whose value says nothing but when and where the server ran, or is a secret. */
const varying = new Set([
  'CreateIndex', 'ModifyIndex', 'JobModifyIndex', 'EvalCreateIndex', 'Index', 'SubmitTime', 'SecretID', 'Node', 'n', 'consul-version', 'kid', 'request_id', 'accessor',
  'uuid', 'client_token', 'cluster_id', 'cluster_name', 'server_time_utc', 'creation_time', 'client_id', 'build_date', 'running_plugin_version', 'ttl', 'last_renewal_time',
]); // prettier-ignore

function normal(value: unknown, known: Readonly<Record<string, string>>, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normal(item, known));
    const ordered = items.every((item) => typeof item !== 'object');
    return ordered ? items : items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value === 'object' && value !== null) {
    const given = value as Record<string, unknown>;
    const sorted = Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([key, item]) => [plain(key, known), key === 'Hash' ? hash(given) : normal(item, known, key)]),
    );
  }
  if (varying.has(name) && value !== null && value !== '' && value !== 0) return `<${name}>`;
  return typeof value === 'string' ? plain(value, known) : value;
}

/** The hashes of policies are exact; others depend on ids, and those of built-in policies on texts that the lab words anew. */
function hash(object: Record<string, unknown>): unknown {
  const exact = 'Datacenters' in object || 'Rules' in object;
  return exact && !String(object['ID']).startsWith('00000000') ? object['Hash'] : '<hash>';
}

function plain(text: string, known: Readonly<Record<string, string>>): string {
  let shown = text;
  for (const [name, value] of Object.entries(known)) shown = shown.replaceAll(value, `{${name}}`);
  return shown
    .replaceAll(/(?!00000000-)\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '<uuid>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>')
    .replaceAll(/auth_jwt_[0-9a-f]{8}/g, '<accessor>')
    .replaceAll(/entity_[0-9a-f]{8}/g, '<entity>')
    .replaceAll(/hv[sb]\.[\w-]+/g, '<token>')
    .replaceAll(/(session:write' on|agent:read' on) "[^"]*"/g, '$1 "<node>"')
    .replaceAll(/reset index: \d+/g, 'reset index: <index>');
}
