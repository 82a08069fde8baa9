import { silentLog, type Log } from '../support/log.ts';
import { WidError } from '../support/errors.ts';
import type { Api, Clients } from './api.ts';
import type { ClientOptions } from './channel.ts';
import { consulSettings, nomadSettings, vaultSettings } from './environment.ts';
import { systemFiles, type Files } from './files.ts';
import type { RetryingOptions } from './retrying.ts';
import type { ServerSettings, TlsSettings } from './settings.ts';
import type { Environment } from './variable.ts';
import { loginToConsul, loginToVault, withinTask, workloadIdentity, type Opener } from './workload-login.ts';

export interface ConnectOptions {
  /** Usually `process.env`, with what the command line says written over it. */
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log;
  readonly files?: Files;
  readonly retries?: RetryingOptions;
}

export interface Connection extends Clients {
  /** The same, with the same tokens, deaf to the signal: for writes that must come to an end once they have begun. */
  readonly steady: Clients;
  /** Another agent of the same Nomad cluster, asked with the same token; one that does not answer soon is given up. */
  nomadAt(address: string): Api;
  /** How Nomad is reached, for what it serves outside of its API. */
  nomadTls(): TlsSettings | undefined;
  /** Gives back the tokens that were got by logging in. Never throws: a token that stays runs out by itself. */
  close(): Promise<void>;
}

/** Milliseconds: agents are many, and some of them out of reach. */
const agentTimeout = 5_000;

type LogIn = typeof loginToConsul;

/** One that stops when the signal is aborted, and one that does not. */
interface Both<T> {
  readonly heeding: T;
  readonly steady: T;
}

/**
 * The clients for the servers that the environment names. Nothing is read, loaded or sent before a client is used.
 * In a Nomad task without a static token, the task's own JWT is traded for one at the first request.
 */
export function connect({ env, signal, log = silentLog, files = systemFiles, retries }: ConnectOptions): Connection {
  const options: ClientOptions = { signal, log, ...(retries === undefined ? {} : { retries }) };
  const logouts: (() => Promise<void>)[] = [];

  const { signal: _, ...uncancelled } = options;
  const both = <T>(open: (own: ClientOptions) => T): Both<T> => ({ heeding: open(options), steady: open(uncancelled) });

  const authenticated = async (
    settings: ServerSettings,
    identity: string,
    logIn: LogIn,
    open: (options: ClientOptions) => Opener,
  ): Promise<Both<Api>> => {
    const as = (who: ServerSettings): Both<Api> => both((own) => open(own)(who));
    if (settings.token !== undefined) return as(settings);
    const jwt = workloadIdentity(env, files, identity);
    if (jwt === undefined) return as(settings);
    // The logout happens after a cancellation too, and so its client does not listen to the signal.
    const login = await logIn(env, settings, jwt, open(options), open(uncancelled));
    logouts.push(() => login.logout());
    return as({ ...settings, token: login.token });
  };

  const proxied = Object.entries(env).some(([name, value]) => value && /^(?:https?|all)_proxy$/i.test(name));
  const direct = (settings: ServerSettings): ServerSettings => (proxied ? settings : { ...settings, direct: true });
  const nomad = once(() => direct(withinTask(env, files, nomadSettings(env, files))));
  const clients = {
    consul: once(() => {
      const settings = direct(consulSettings(env, files));
      return lazily('consul', settings.address, async () => {
        const { createConsulApi } = await import('./consul.ts');
        return authenticated(
          settings,
          'consul_default',
          loginToConsul,
          (own) => (other) => createConsulApi(other, own),
        );
      });
    }),
    vault: once(() => {
      const settings = direct(vaultSettings(env, files));
      return lazily('vault', settings.address, async () => {
        const { createVaultApi } = await import('./vault.ts');
        return authenticated(settings, 'vault_default', loginToVault, (own) => (other) => createVaultApi(other, own));
      });
    }),
    nomad: once(() => {
      const settings = nomad();
      return lazily('nomad', settings.address, async () => {
        const { createNomadApi } = await import('./nomad.ts');
        return both((own) => createNomadApi(settings, own));
      });
    }),
  };
  const steady: Clients = {
    get consul() {
      return clients.consul().steady;
    },
    get vault() {
      return clients.vault().steady;
    },
    get nomad() {
      return clients.nomad().steady;
    },
  };

  return {
    get consul() {
      return clients.consul().heeding;
    },
    get vault() {
      return clients.vault().heeding;
    },
    get nomad() {
      return clients.nomad().heeding;
    },
    steady,
    nomadAt(address) {
      const settings = { ...nomad(), address, timeout: agentTimeout };
      return lazily('nomad', address, async () => {
        const { createNomadApi } = await import('./nomad.ts');
        return both((own) => createNomadApi(settings, { ...own, retries: { ...own.retries, attempts: 1 } }));
      }).heeding;
    },
    nomadTls: () => nomad().tls,
    async close() {
      for (const logout of logouts.splice(0)) {
        await logout().catch((error: unknown) => {
          log.warn('a token that wid got by logging in could not be given back; it runs out by itself', {
            reason: error instanceof WidError ? error.message : 'unknown',
          });
        });
      }
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A pair of Apis that are opened together at the first call. A failed opening is tried again at the next one. */
function lazily(product: Api['product'], address: string, open: () => Promise<Both<Api>>): Both<Api> {
  let opening: Promise<void> | undefined;
  let opened: Both<Api> | undefined;
  const opens = async (): Promise<void> => {
    try {
      opened = await open();
    } finally {
      opening = undefined;
    }
  };
  const one = (which: keyof Both<Api>): Api => {
    // Requests are many: once it is open, none of them waits for that again.
    const ask = <T>(question: (of: Api) => Promise<T>): Promise<T> =>
      opened === undefined ? (opening ??= opens()).then(() => ask(question)) : question(opened[which]);
    return {
      product,
      address,
      get: (...call) => ask((api) => api.get(...call)),
      list: (...call) => ask((api) => api.list(...call)),
      put: (...call) => ask((api) => api.put(...call)),
      post: (...call) => ask((api) => api.post(...call)),
      delete: (...call) => ask((api) => api.delete(...call)),
    };
  };
  return { heeding: one('heeding'), steady: one('steady') };
}
