import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { widHere } from '../commands/here.ts';
import { describeWithServers } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { wid, type Ran } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { comparable, dumpCluster, withoutEmpty } from './cluster-dump.ts';
import { startPair, type Pair } from './pair.ts';
import { startProxies } from './proxy.ts';
import type { Fate, Proxies, Seen } from './proxy.ts';
import { requests } from './requests.ts';
import { wipe } from './wipe.ts';

/** A spec of everything that the community editions have. */
export const first = (jwksUrl: string): string => `version: 1
name: killed
issuers: { nomad: { jwks_url: "${jwksUrl}" } }
presets:
  - { preset: nomad-consul, issuer: nomad, namespaces: [default, batch] }
  - { preset: nomad-vault, issuer: nomad }
consul:
  policies:
    edited: { rules: 'key_prefix "a/" { policy = "read" }' }
    leaves: { rules: 'key_prefix "b/" { policy = "read" }' }
  roles:
    edited: { description: one, policies: [edited, leaves] }
  auth_methods:
    people: { issuer: nomad, bound_audiences: [people] }
    machines: { issuer: nomad, bound_audiences: [machines] }
  binding_rules:
    - { auth_method: people, bind_type: role, bind_name: edited, selector: 'value.a == "1"' }
    - { auth_method: people, bind_type: policy, bind_name: edited }
vault:
  auth_mounts:
    team:
      config: { issuer: nomad }
      roles:
        edited: { user_claim: sub, bound_audiences: [a], token_policies: [edited] }
        leaves: { user_claim: sub, bound_audiences: [a] }
  policies:
    edited: { policy: 'path "a/*" { capabilities = ["read"] }' }
`;

/** The same with objects edited, replaced (a rule goes to another method), added and gone. */
export const second = (jwksUrl: string): string => `version: 1
name: killed
issuers: { nomad: { jwks_url: "${jwksUrl}" } }
presets:
  - { preset: nomad-consul, issuer: nomad, namespaces: [default, other] }
consul:
  policies:
    edited: { rules: 'key_prefix "a/" { policy = "write" }' }
    added: { rules: 'key_prefix "c/" { policy = "read" }' }
  roles:
    edited: { description: two, policies: [edited, added] }
  auth_methods:
    people: { issuer: nomad, bound_audiences: [people] }
    machines: { issuer: nomad, bound_audiences: [robots] }
  binding_rules:
    - { auth_method: people, bind_type: role, bind_name: edited, selector: 'value.a == "2"' }
    - { auth_method: machines, bind_type: policy, bind_name: edited }
vault:
  auth_mounts:
    team:
      config: { issuer: nomad, bound_issuer: "https://issuer.example" }
      roles:
        edited: { user_claim: sub, bound_audiences: [b], token_policies: [edited] }
        added: { user_claim: sub, bound_audiences: [a] }
  policies:
    edited: { policy: 'path "a/*" { capabilities = ["read", "list"] }' }
`;

type Text = (jwksUrl: string) => string;

/**
 * Declares the tests of an apply that is cut at every request in turn. Each situation is a file of its own, so that two
 * run side by side: they are the longest of all tests.
 * @param before what was applied earlier, if anything was
 */
export function describeCutApply(what: string, spec: Text, before?: Text): void {
  describeWithServers(['consul', 'vault'], 'an apply that loses its servers', () => {
    let servers: Pair;
    beforeAll(async () => {
      servers = await startPair();
    });
    afterAll(() => servers.stop());

    const apply = async (
      spec: string,
      fate?: (request: Seen, number: number) => Fate,
      run: typeof wid = widHere,
    ): Promise<Ran & { proxies: Proxies }> => {
      const proxies = await startProxies(servers, fate);
      try {
        const ran = await inFolder({ 'wid.yaml': spec }, (cwd) =>
          run(['apply', '-y', '--prune'], { cwd, env: proxies.environment }),
        );
        return { ...ran, proxies };
      } finally {
        await proxies.close();
      }
    };

    /** What a run leaves behind: the objects, what the manifest claims, and no lock. A session without a lock ends by itself. */
    const leaves = async (): Promise<unknown> => {
      const dump = await dumpCluster(servers.consul, servers.vault);
      const { consul, vault } = comparable(dump);
      const keys = Object.entries(dump.consul.keys).map(([key, pair]) => [
        key,
        claims(pair as { Value: string | null }),
      ]);
      return { consul: withoutEmpty(consul), vault: withoutEmpty(vault), keys: Object.fromEntries(keys) as unknown };
    };

    const breaks = [
      {
        how: 'before any request',
        // By far the most: in this process, which then passes for one that is dead.
        run: async (...line: Parameters<typeof wid>): Promise<Ran> => {
          const ran = await widHere(...line);
          await disown(servers.consul);
          return ran;
        },
        fate:
          (n: number) =>
          (_: Seen, number: number): Fate =>
            number === n ? 'cut' : 'pass',
      },
      {
        how: 'behind any write, whose answer is lost',
        run: wid,
        fate: (n: number) => {
          let writes = 0;
          return ({ method }: Seen): Fate => (method !== 'GET' && ++writes === n ? 'lose' : 'pass');
        },
      },
    ];

    for (const { how, run, fate } of breaks) {
      it(`${what} that is cut ${how} is finished by the next one`, { timeout: 900_000 }, async () => {
        const start = async (): Promise<void> => {
          await wipe(servers.consul, servers.vault);
          if (before !== undefined) expect(await apply(before(servers.issuer.jwksUrl))).toMatchObject({ code: 0 });
        };
        await start();
        expect(await apply(spec(servers.issuer.jwksUrl))).toMatchObject({ code: 0 });
        const undisturbed = await leaves();

        for (let n = 1; ; n++) {
          await start();
          const cut = await apply(spec(servers.issuer.jwksUrl), fate(n), run);
          if (!cut.proxies.isCut()) {
            expect(n, 'something was cut').toBeGreaterThan(10);
            return;
          }
          const where = `cut at ${String(n)}, ${JSON.stringify(cut.proxies.seen.at(-1))}\n${cut.stdout}\n${cut.stderr}`;
          expect(cut.stderr, where).not.toMatch(/^ +at /m);
          if (cut.code === 0) expect(await leaves(), where).toMatchObject({ ...(undisturbed as object), keys: {} });
          const again = await apply(spec(servers.issuer.jwksUrl));
          expect(again.code, `${where}\nthen\n${again.stdout}\n${again.stderr}`).toBe(0);
          expect(await leaves(), where).toEqual(undisturbed);
        }
      });
    }
  });
}

/** Puts a process that has ended in the place of this one, if this one was cut off before it could give its lock back. */
async function disown(consul: Server): Promise<void> {
  const { find, put } = requests('consul', consul);
  const [lock] = ((await find('kv/wid/manifests/killed.lock')) ?? []) as { Session?: string; Value: string }[];
  if (lock?.Session === undefined) return;
  const holder = JSON.parse(Buffer.from(lock.Value, 'base64').toString('utf8')) as { pid: number };
  expect(holder.pid).toBe(process.pid);
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect(await put(`kv/wid/manifests/killed.lock?acquire=${lock.Session}`, { ...holder, pid })).toBe(true);
}

/** What a manifest says apart from what is new in every run. */
function claims({ Value }: { readonly Value: string | null }): unknown {
  const text = Buffer.from(Value ?? '', 'base64').toString('utf8');
  const { entries } = JSON.parse(text) as { entries?: Record<string, unknown>[] };
  if (entries === undefined) return text;
  const lasting = entries.map(({ address, kind, identity, pending, dependsOn }) => ({
    address,
    kind,
    identity,
    pending,
    dependsOn,
  }));
  return lasting.toSorted((a, b) => String(a.address).localeCompare(String(b.address)));
}
