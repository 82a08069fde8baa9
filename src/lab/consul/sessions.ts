import { randomUUID } from 'node:crypto';
import { sortedBy } from '../../support/sorted-by.ts';
import { formatGoSeconds, parseGoDuration } from '../../syntax/go-duration.ts';
import { decodeObject } from '../decode.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, refused } from './answers.ts';
import type { Session } from './objects.ts';
import { authorize, permits, tokenOf } from './permission.ts';
import { textOf } from './request.ts';
import { lastIndex, touch, type ConsulState } from './state.ts';
import { scoped, scopeMembers, scopeOf, scopeOfObject, within } from './tenancy.ts';

const members = {
  Name: 'string', Node: 'string', LockDelay: 'any', Behavior: 'string', TTL: 'string', Checks: 'any', NodeChecks: 'any',
  ServiceChecks: 'any', ID: 'string',
} as const; // prettier-ignore

/** Consul ends a session at twice its TTL, to be lenient with clocks and networks. */
const leniency = 2;
const shortestTtl = 10;
const longestTtl = 86_400;

export function sessionRoutes(state: ConsulState): readonly Route[] {
  const listed = (request: LabRequest, node?: string): ReturnType<typeof json> => {
    const scope = scopeOf(state, request);
    const may = permits(state, request);
    expireSessions(state);
    const found = [...state.sessions.values()].filter(
      (session) =>
        may('session', 'read', session.Node) && within(session, scope) && (node === undefined || session.Node === node),
    );
    return json(request, sortedBy(found, ({ ID }) => ID).map(shown), lastIndex(state, 'sessions'));
  };
  return [
    {
      path: '/v1/session/create',
      handlers: { PUT: (request) => json(request, { ID: createSession(state, request) }) },
    },
    {
      path: '/v1/session/destroy/:id',
      handlers: {
        PUT: (request) => {
          const id = idOf(request);
          tokenOf(state, request);
          const found = state.sessions.get(id);
          if (found !== undefined) authorize(state, request, 'session', 'write', found.Node);
          if (found !== undefined) endSession(state, found);
          return json(request, true);
        },
      },
    },
    {
      path: '/v1/session/renew/:id',
      handlers: {
        PUT: (request) => {
          const id = idOf(request);
          tokenOf(state, request);
          expireSessions(state);
          const found = state.sessions.get(id);
          if (found === undefined) throw notFound(`Session id '${id}' not found`);
          authorize(state, request, 'session', 'write', found.Node);
          const renewed = { ...found, expires: expiry(found.TTL, state.now()) };
          state.sessions.set(id, renewed);
          return json(request, [shown(renewed)]);
        },
      },
    },
    {
      path: '/v1/session/info/:id',
      handlers: {
        GET: (request) => {
          const id = idOf(request);
          const may = permits(state, request);
          expireSessions(state);
          const found = state.sessions.get(id);
          const readable = found !== undefined && may('session', 'read', found.Node);
          return json(request, readable ? [shown(found)] : [], lastIndex(state, 'sessions'));
        },
      },
    },
    { path: '/v1/session/list', handlers: { GET: (request) => listed(request) } },
    { path: '/v1/session/node/:node', handlers: { GET: (request) => listed(request, request.params['node']) } },
  ];
}

function idOf(request: LabRequest): string {
  const id = request.params['id'] ?? '';
  if (id === '') throw badRequest('Missing session');
  return id;
}

function shown({
  ID,
  Name,
  Node,
  LockDelay,
  Behavior,
  TTL,
  CreateIndex,
  ModifyIndex,
  Namespace,
  Partition,
}: Session): object {
  const scope = Namespace === undefined ? {} : { Namespace, Partition };
  return {
    ID,
    Name,
    Node,
    LockDelay,
    Behavior,
    TTL,
    NodeChecks: ['serfHealth'],
    ServiceChecks: null,
    CreateIndex,
    ModifyIndex,
    ...scope,
  };
}

function createSession(state: ConsulState, request: LabRequest): string {
  // Unlike the ACL endpoints, this one takes unknown members and an empty body.
  const known = Object.fromEntries(
    Object.entries(parsed(request)).filter(([name]) =>
      Object.keys(members).some((member) => member.toLowerCase() === name.toLowerCase()),
    ),
  );
  const read = decodeObject(Buffer.from(JSON.stringify(known)), members, 'structs.Session');
  if ('error' in read) throw badRequest(`Request decode failed: ${read.error}`);
  const { object } = read;
  const delay = lockDelay(object['LockDelay']);
  const scope = scopeOf(state, request);
  const node = textOf(object, 'Node') === '' ? state.node.name : textOf(object, 'Node');
  authorize(state, request, 'session', 'write', node);
  const behavior = textOf(object, 'Behavior') === '' ? 'release' : textOf(object, 'Behavior');
  if (behavior !== 'release' && behavior !== 'delete') throw refused(`Invalid Behavior setting '${behavior}'`);
  const ttl = textOf(object, 'TTL');
  checkTtl(ttl);
  if (node !== state.node.name) throw refused('apply failed: Missing node registration');
  expireSessions(state);
  const index = touch(state, 'sessions');
  const session: Session = {
    ID: randomUUID(),
    Name: textOf(object, 'Name'),
    Node: node,
    LockDelay: delay,
    Behavior: behavior,
    TTL: ttl,
    expires: expiry(ttl, state.now()),
    CreateIndex: index,
    ModifyIndex: index,
    ...scopeMembers(state, scope),
  };
  state.sessions.set(session.ID, session);
  return session.ID;
}

function parsed(request: LabRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    throw badRequest('Request decode failed: unexpected EOF');
  }
}

/** Nanoseconds. A small number counts as seconds, a large one as nanoseconds. */
function lockDelay(given: unknown): number {
  if (given === undefined) return 15e9;
  if (typeof given === 'number') return given < 1000 ? given * 1e9 : given;
  const parsed = parseGoDuration(String(given));
  if (!parsed.ok) throw badRequest(`Request decode failed: ${parsed.error}`);
  return Number(parsed.nanoseconds);
}

function checkTtl(ttl: string): void {
  if (ttl === '') return;
  const parsed = parseGoDuration(ttl);
  if (!parsed.ok) throw refused(`Session TTL '${ttl}' invalid: ${parsed.error}`);
  const seconds = Number(parsed.nanoseconds) / 1e9;
  if (seconds !== 0 && (seconds < shortestTtl || seconds > longestTtl)) {
    const range = `[${formatGoSeconds(shortestTtl)}=${formatGoSeconds(longestTtl)}]`;
    throw refused(`Invalid Session TTL '${String(parsed.nanoseconds)}', must be between ${range}`);
  }
}

function expiry(ttl: string, now: number): number {
  const parsed = parseGoDuration(ttl);
  if (!parsed.ok || parsed.nanoseconds === 0n) return Number.POSITIVE_INFINITY;
  return now + (Number(parsed.nanoseconds) / 1e6) * leniency;
}

/** Ends the sessions whose time is over. Called before anything looks at sessions or locks, so that no timer is needed. */
export function expireSessions(state: ConsulState): void {
  for (const session of state.sessions.values()) if (session.expires <= state.now()) endSession(state, session);
}

/** The keys that the session held are released or deleted, as its behaviour says, and cannot be locked for its lock delay. */
function endSession(state: ConsulState, session: Session): void {
  state.sessions.delete(session.ID);
  const index = touch(state, 'sessions');
  for (const [at, { Session: holder, ...entry }] of state.kv) {
    if (holder !== session.ID) continue;
    state.indexes.set('kv', index);
    if (session.Behavior === 'delete') state.kv.delete(at);
    else state.kv.set(at, { ...entry, ModifyIndex: index });
    if (session.LockDelay > 0)
      state.lockDelays.set(scoped(scopeOfObject(entry), entry.Key), state.now() + session.LockDelay / 1e6);
  }
}
