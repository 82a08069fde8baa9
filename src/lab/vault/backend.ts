import type { Answer, LabRequest, Route } from '../router.ts';
import type { NamespaceState, Token, VaultState } from './state.ts';

/** What a request does, in Vault's terms: POST and PUT are both `update`, LIST and `GET ?list=true` are `list`. */
export type Operation = 'read' | 'list' | 'update' | 'delete' | 'patch';

/** What a path's handlers see beside the request. */
export interface Context {
  readonly state: VaultState;
  readonly namespace: NamespaceState;
  readonly request: LabRequest;
  readonly token: Token | undefined;
  /** The request's JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Paths = readonly (Omit<Route, 'handlers'> & {
  readonly handlers: Readonly<
    Partial<Record<Operation, (params: Readonly<Record<string, string>>) => Answer | Promise<Answer>>>
  >;
})[];
