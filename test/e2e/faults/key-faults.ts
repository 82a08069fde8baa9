import { generateKeyPair, exportJWK } from 'jose';
import { data, edited, type Bench, type Body, type Fault } from './fault.ts';
import type { KeysServer } from './keys-server.ts';

/** Faults of the keys: the address of them changes, or what stands there. */
export interface KeyFault extends Omit<Fault, 'inject'> {
  readonly inject: (bench: Bench, keys: KeysServer) => Promise<() => unknown>;
}

const json = { 'Content-Type': 'application/json' };

async function foreignKeys(): Promise<string> {
  const { publicKey } = await generateKeyPair('RS256', { extractable: true });
  return JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'foreign', use: 'sig', alg: 'RS256' }] });
}

async function ownKeys({ nomad }: Bench['cluster']): Promise<Body[]> {
  return ((await (await fetch(`${nomad.address}/.well-known/jwks.json`)).json()) as { keys: Body[] }).keys;
}

/** A configuration that is written while the address still answers as it should. */
const method = ({ consul }: Bench, change: Body): Promise<() => Promise<unknown>> =>
  edited(consul, 'acl/auth-method/nomad-workloads', ({ Config, ...before }) => ({
    ...before,
    Config: { ...(Config as Body), ...change },
  }));
const mount = ({ vault }: Bench, change: Body): Promise<() => Promise<unknown>> =>
  edited(vault, 'auth/jwt-nomad/config', (before) => ({ ...before, ...change }), data);

const pairs = (...urls: string[]): Body => ({
  jwks_url: '',
  jwks_pairs: urls.map((jwks_url) => ({ jwks_url, jwks_ca_pem: '' })),
});

/** The keys of another Nomad stand at an address of their own, beside those of this one. */
const beside =
  (configure: (bench: Bench, foreign: string, own: string) => Promise<() => Promise<unknown>>): KeyFault['inject'] =>
  async (bench, keys) => {
    const foreign = await foreignKeys();
    const passOn = keys.answer(({ url = '' }, response) =>
      url.includes('foreign')
        ? response.writeHead(200, json).end(foreign)
        : void fetch(`${bench.cluster.nomad.address}${url}`)
            .then((answer) => answer.text())
            .then((text) => response.writeHead(200, json).end(text)),
    );
    const back = await configure(bench, `${keys.address}/foreign`, keys.jwksUrl);
    return async () => {
      await back();
      passOn();
    };
  };

export const keyFaults: readonly KeyFault[] = [
  {
    name: 'the address of the keys comes to answer with a page',
    rule: 'keys/not-keys',
    inject: async (_, keys) =>
      keys.answer((_request, response) =>
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Please log in</body></html>'),
      ),
  },
  {
    name: 'the address of the keys comes to answer that it is broken',
    rule: 'keys/not-keys',
    inject: async (_, keys) => keys.answer((_request, response) => response.writeHead(503).end('no backend')),
  },
  {
    name: 'the address of the keys comes to lead to another Nomad',
    rule: 'keys/another-cluster',
    inject: async (_, keys) => {
      const foreign = await foreignKeys();
      return keys.answer((_request, response) => response.writeHead(200, json).end(foreign));
    },
  },
  {
    name: 'the address of the keys gives them without their ids',
    rule: 'keys/another-cluster',
    inject: async ({ cluster }, keys) => {
      const without = JSON.stringify({ keys: (await ownKeys(cluster)).map(({ kid: _, ...key }) => key) });
      return keys.answer((_request, response) => response.writeHead(200, json).end(without));
    },
  },
  {
    name: 'the address of the keys gives other keys under their ids',
    rule: 'keys/another-cluster',
    inject: async ({ cluster }, keys) => {
      const [foreign] = (JSON.parse(await foreignKeys()) as { keys: Body[] }).keys;
      const others = (await ownKeys(cluster)).map(({ kid }) => ({ ...foreign, ...(kid === undefined ? {} : { kid }) }));
      return keys.answer((_request, response) => response.writeHead(200, json).end(JSON.stringify({ keys: others })));
    },
  },
  {
    name: 'the address of the keys gives an empty set',
    rule: 'keys/not-keys',
    inject: async (_, keys) => keys.answer((_request, response) => response.writeHead(200, json).end('{"keys":[]}')),
  },
  {
    name: 'the address of the keys sends elsewhere, where there are none',
    rule: 'keys/not-keys',
    inject: async (_, keys) =>
      keys.answer(({ url = '' }, response) =>
        url.includes('login')
          ? response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>')
          : response.writeHead(302, { Location: '/login' }).end(),
      ),
  },
  {
    name: 'nothing answers any more at the address of the keys',
    rule: 'keys/unreachable',
    inject: async (_, keys) => keys.answer((_request, response) => response.destroy()),
  },
  {
    name: 'the keys were kept before Nomad changed its own at once',
    rule: 'keys/rotated-at-once',
    inject: async ({ nomad, cluster }, keys) => {
      const kept = await (await fetch(`${cluster.nomad.address}/.well-known/jwks.json`)).text();
      const passOn = keys.answer((_request, response) => response.writeHead(200, json).end(kept));
      await nomad.put('operator/keyring/rotate?full=true', {});
      return passOn;
    },
  },
  {
    name: "Consul's method alone fetches the keys of another Nomad",
    rule: 'keys/another-cluster',
    inject: beside((bench, foreign) => method(bench, { JWKSURL: foreign })),
  },
  {
    name: "Vault's mount alone fetches the keys of another Nomad",
    rule: 'keys/another-cluster',
    inject: beside((bench, foreign) => mount(bench, { jwks_url: foreign })),
  },
  {
    name: "Vault's mount fetches two key sets, neither of which is of this Nomad",
    rule: 'keys/another-cluster',
    inject: beside((bench, foreign) => mount(bench, pairs(foreign, `${foreign}-too`))),
  },
  {
    name: "Vault's mount fetches two key sets, one of which is of another Nomad",
    rule: undefined,
    inject: beside((bench, foreign, own) => mount(bench, pairs(foreign, own))),
  },
  {
    name: 'Vault discovers the keys, and Nomad says no more who it is',
    rule: 'keys/discovery-disabled',
    inject: async (bench, keys) => {
      const foreign = await foreignKeys();
      const discovery = { issuer: keys.address, jwks_uri: `${keys.address}/keys` };
      const stop = keys.answer(({ url = '' }, response) =>
        response.writeHead(200, json).end(url.includes('openid') ? JSON.stringify(discovery) : foreign),
      );
      const back = await mount(bench, { jwks_url: '', oidc_discovery_url: keys.address });
      stop();
      return back;
    },
  },
  {
    name: 'the address of the keys gives those of another Nomad besides',
    rule: undefined,
    inject: async ({ cluster }, keys) => {
      const [foreign] = (JSON.parse(await foreignKeys()) as { keys: Body[] }).keys;
      const all = JSON.stringify({ keys: [...(await ownKeys(cluster)), foreign] });
      return keys.answer((_request, response) => response.writeHead(200, json).end(all));
    },
  },
  {
    name: 'the clock of what gives the keys is behind',
    rule: 'keys/clock-skew',
    inject: async ({ cluster }, keys) => {
      const all = JSON.stringify({ keys: await ownKeys(cluster) });
      return keys.answer((_request, response) =>
        response.writeHead(200, { ...json, Date: new Date(Date.now() - 300_000).toUTCString() }).end(all),
      );
    },
  },
  {
    name: 'the address of the keys answers that there were too many requests',
    rule: 'keys/not-keys',
    inject: async (_, keys) => keys.answer((_request, response) => response.writeHead(429).end('slow down')),
  },
];
