import { WidError } from '../../support/errors.ts';
import type { Lab } from '../embedded.ts';

/** Makes one change through a lab server's HTTP API, as a person with a shell would. */
export type Send = (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) => Promise<unknown>;

export interface Steps {
  readonly consul: Send;
  readonly vault: Send;
  readonly nomad: Send;
}

/** The three APIs with their all-powerful tokens. A step that a server refuses throws: a scenario has no bad steps. */
export function stepsOn(lab: Lab): Steps {
  return {
    consul: sender(lab.consul.address, { 'X-Consul-Token': lab.consul.managementToken.reveal() }),
    vault: sender(lab.vault.address, { 'X-Vault-Token': lab.vault.rootToken.reveal() }),
    nomad: sender(lab.nomad.address, {}),
  };
}

function sender(address: string, headers: Readonly<Record<string, string>>): Send {
  return async (method, path, body) => {
    const request = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(`${address}${path}`, request);
    const text = await answer.text();
    if (!answer.ok) throw new WidError('api', `${method} ${path}: ${String(answer.status)} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}
