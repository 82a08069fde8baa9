import { sortedBy } from '../../support/sorted-by.ts';
import type { Answer, LabRequest, Route } from '../router.ts';
import { badRequest, json, queryHeaders, refused } from './answers.ts';
import type { Entry, Scope } from './objects.ts';
import { authorize, permits } from './permission.ts';
import { expireSessions } from './sessions.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scoped, scopeMembers, scopeOf, within } from './tenancy.ts';

export function kvRoutes(state: ConsulState): readonly Route[] {
  return [
    {
      path: '/v1/kv/*key',
      handlers: {
        GET: (request) => getKey(state, request),
        PUT: (request) => json(request, putKey(state, request)),
        DELETE: (request) => json(request, deleteKey(state, request)),
      },
    },
  ];
}

/** As JSON; an empty value is `null`. */
function shown({ LockIndex, Key, Flags, Value, ...rest }: Entry): object {
  return { LockIndex, Key, Flags: String(Flags), Value: Value.length === 0 ? null : Value.toString('base64'), ...rest };
}

function getKey(state: ConsulState, request: LabRequest): Answer {
  const key = request.params['key'] ?? '';
  const scope = scopeOf(state, request);
  expireSessions(state);
  const { query } = request;
  if (query.has('keys') || query.has('recurse')) {
    // Without the right to read them, keys are left out of a list; nothing is denied.
    const may = permits(state, request);
    const visible = under(state, scope, key).filter(({ Key }) => may('key', 'read', Key));
    if (visible.length === 0) return missing(state);
    const list = query.has('keys') ? names(visible, key, query.get('separator') ?? '') : visible.map(shown);
    return withPlainFlags(json(request, list, lastIndex(state, 'kv')));
  }
  if (key === '') throw badRequest('Missing key name');
  authorize(state, request, 'key', 'read', key);
  const found = state.kv.get(scoped(scope, key));
  if (found === undefined) return missing(state);
  if (query.has('raw')) {
    const headers = {
      ...queryHeaders(found.ModifyIndex),
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    };
    return { status: 200, headers, body: found.Value };
  }
  return withPlainFlags(json(request, [shown(found)], found.ModifyIndex));
}

/** Flags as the number that they are. A text inside the answer cannot look like this, as its quotes are escaped. */
function withPlainFlags(answer: Answer): Answer {
  return { ...answer, body: String(answer.body).replaceAll(/"Flags":( ?)"(\d+)"/g, '"Flags":$1$2') };
}

function missing(state: ConsulState): Answer {
  return { status: 404, headers: queryHeaders(lastIndex(state, 'kv')) };
}

function under(state: ConsulState, scope: Scope, prefix: string): readonly Entry[] {
  const found = [...state.kv.values()].filter((entry) => within(entry, scope) && entry.Key.startsWith(prefix));
  return sortedBy(found, ({ Key }) => Key);
}

/** With a separator, keys end behind its first occurrence after the prefix, and each is named once. */
function names(entries: readonly Entry[], prefix: string, separator: string): readonly string[] {
  const cut = (key: string): string => {
    const end = separator === '' ? -1 : key.indexOf(separator, prefix.length);
    return end === -1 ? key : key.slice(0, end + separator.length);
  };
  return [...new Set(entries.map(({ Key }) => cut(Key)))];
}

function unsigned(text: string): bigint {
  if (!/^\d+$/.test(text)) throw refused(`strconv.ParseUint: parsing "${text}": invalid syntax`);
  return BigInt(text);
}

function putKey(state: ConsulState, request: LabRequest): boolean {
  const key = request.params['key'] ?? '';
  if (key === '') throw badRequest('Missing key name');
  const scope = scopeOf(state, request);
  const { query } = request;
  const conditions = ['acquire', 'cas', 'release'].filter((name) => query.has(name));
  if (conditions.length > 1)
    throw badRequest(`Conflicting flags: ${conditions.map((name) => `${name}=${query.get(name) ?? ''}`).join('&')}`);
  const flags = unsigned(query.get('flags') ?? '0');
  const expected = query.has('cas') ? unsigned(query.get('cas') ?? '') : undefined;
  authorize(state, request, 'key', 'write', key);
  expireSessions(state);
  const previous = state.kv.get(scoped(scope, key));
  if (expected !== undefined && expected !== BigInt(previous?.ModifyIndex ?? 0)) return false;
  const lock = lockAfter(state, scope, key, previous, query);
  if (lock === undefined) return false;
  const entry: Entry = {
    ...lock,
    Key: key,
    Flags: flags,
    Value: request.body,
    ...indexes(previous, touch(state, 'kv')),
    ...scopeMembers(state, scope),
  };
  state.kv.set(scoped(scope, key), entry);
  return true;
}

type Lock = Pick<Entry, 'LockIndex' | 'Session'>;

/**
 * Who holds the lock after the write; `undefined` when the write must not happen. A plain write leaves the holder and sets the
 * lock index back to 0, which is what Consul does.
 */
function lockAfter(
  state: ConsulState,
  scope: Scope,
  key: string,
  previous: Entry | undefined,
  query: URLSearchParams,
): Lock | undefined {
  const session = query.get('acquire') ?? query.get('release');
  const held = previous?.Session === undefined ? {} : { Session: previous.Session };
  if (session === null) return { LockIndex: 0, ...held };
  if (session === '') throw refused('raft apply failed: missing session');
  if (query.has('release')) return previous?.Session === session ? { LockIndex: previous.LockIndex } : undefined;
  if ((state.lockDelays.get(scoped(scope, key)) ?? 0) > state.now()) return undefined;
  if (!state.sessions.has(session)) throw refused(`raft apply failed: invalid session "${session}"`);
  if (previous?.Session !== undefined && previous.Session !== session) return undefined;
  const taken = previous?.Session === session ? previous.LockIndex : (previous?.LockIndex ?? 0) + 1;
  return { LockIndex: taken, Session: session };
}

function deleteKey(state: ConsulState, request: LabRequest): boolean {
  const key = request.params['key'] ?? '';
  const scope = scopeOf(state, request);
  const { query } = request;
  const expected = query.has('cas') ? unsigned(query.get('cas') ?? '') : undefined;
  if (key === '' && !query.has('recurse')) throw badRequest('Missing key name');
  if (expected !== undefined && query.has('recurse')) throw badRequest('Conflicting flags: recurse&cas');
  authorize(state, request, 'key', query.has('recurse') ? 'write-prefix' : 'write', key);
  const found = query.has('recurse') ? under(state, scope, key) : [state.kv.get(scoped(scope, key))];
  if (expected !== undefined && found[0] !== undefined && BigInt(found[0].ModifyIndex) !== expected) return false;
  for (const entry of found) if (entry !== undefined) state.kv.delete(scoped(scope, entry.Key));
  if (found.some((entry) => entry !== undefined)) touch(state, 'kv');
  return true;
}
