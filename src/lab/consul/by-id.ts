import type { Answer, LabRequest } from '../router.ts';
import { badRequest, json, notFound, refused } from './answers.ts';
import type { Scope, Scoped } from './objects.ts';
import { authorize } from './permission.ts';
import { isUuid, notAUuid, textOf } from './request.ts';
import { touch, type ConsulState, type Table } from './state.ts';
import { scopeOf, scopeOfObject, within } from './tenancy.ts';

/** Policies, roles and binding rules: objects that Consul knows by id, and speaks of in the same way. */
export interface ById<T extends Scoped> {
  /** In small letters: `binding rule`. */
  readonly noun: string;
  readonly table: Table;
  readonly objects: Map<string, T>;
}

/** The object of the request's path, for whoever may read it. */
export function readById<T extends Scoped>(state: ConsulState, request: LabRequest, kind: ById<T>): T {
  const found = lookUp(state, request, kind, 'read');
  if (found === undefined) throw notFound(`Requested ${kind.noun} does not exist: ACL not found`);
  return found;
}

/** Deletes the object of the request's path, unless `spare` throws. */
export function deleteById<T extends Scoped & { readonly ID: string }>(
  state: ConsulState,
  request: LabRequest,
  kind: ById<T>,
  spare: (object: T) => void = () => undefined,
): Answer {
  const found = lookUp(state, request, kind, 'write');
  if (found === undefined) throw notFound(`Cannot find ${kind.noun} to delete`);
  spare(found);
  kind.objects.delete(found.ID);
  touch(state, kind.table);
  return json(request, true);
}

function lookUp<T extends Scoped>(
  state: ConsulState,
  request: LabRequest,
  { noun, objects }: ById<T>,
  access: 'read' | 'write',
): T | undefined {
  const id = request.params['id'] ?? '';
  if (id === '') throw badRequest(`Missing ${noun} ID`);
  const scope = scopeOf(state, request);
  authorize(state, request, 'acl', access);
  if (!isUuid(id)) throw refused(`failed acl ${noun} lookup: ${notAUuid}`);
  const found = objects.get(id);
  return found !== undefined && within(found, scope) ? found : undefined;
}

/** What a write replaces, if anything, and where the object will be. An object stays where it was made. */
export function writtenById<T extends Scoped>(
  state: ConsulState,
  request: LabRequest,
  { noun, objects }: ById<T>,
  object: Readonly<Record<string, unknown>>,
): { readonly previous: T | undefined; readonly scope: Scope } {
  const title = noun.replace(/\b\w/g, (letter) => letter.toUpperCase());
  const id = request.params['id'] ?? '';
  const given = textOf(object, 'ID');
  if (given !== '' && given !== id) throw badRequest(`${title.replace(' ', '')} ID in URL and payload do not match`);
  const asked = scopeOf(state, request, object);
  authorize(state, request, 'acl', 'write');
  if (id === '') return { previous: undefined, scope: asked };
  if (!isUuid(id)) throw refused(`${title} ID invalid UUID`);
  const previous = objects.get(id);
  if (previous === undefined) throw refused(`cannot find ${noun} ${id}`);
  return { previous, scope: scopeOfObject(previous) };
}
