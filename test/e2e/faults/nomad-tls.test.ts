import { request } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wid } from '../../commands/child.ts';
import { describeWithServers, startConsul, startVault, type Server } from '../../servers/index.ts';
import { launch, writeConfig } from '../../servers/launch.ts';
import { createAuthority, type Authority, type Certificate } from '../../support/certificates.ts';
import { inFolder } from '../../support/folder.ts';
import { auditorOf, expectFirst } from './audited.ts';
import type { Body } from './fault.ts';

interface Given extends Certificate {
  readonly ca: string;
}
const given = (authority: Authority): Given => ({
  ca: authority.cert,
  ...authority.issue('IP:127.0.0.1,DNS:server.global.nomad,DNS:client.global.nomad'),
});

/** What an agent answers to somebody who shows a certificate. */
const ask = (address: string, { ca, cert, key }: Given, path: string, body?: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const asking = request(
      `${address}${path}`,
      { ca, cert, key, method: body === undefined ? 'GET' : 'PUT' },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(text));
        });
      },
    );
    asking.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });

const job = `job "web" {
  constraint {
    attribute = "\${node.unique.id}"
    value     = "none"
  }
  group "main" {
    task "app" {
      driver = "raw_exec"
      config {
        command = "/bin/true"
      }
      consul {}
      vault {}
    }
  }
}
`;

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault of a Nomad that speaks TLS', () => {
  const own = given(createAuthority());
  const folder = mkdtempSync(join(tmpdir(), 'wid-tls-'));
  let consul: Server;
  let vault: Server;
  let nomad: Server | undefined;
  // Its address stays the same, for Consul and Vault fetch its keys there.
  let port = 0;

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  /** Starts Nomad anew, with its one job; what comes back reaches all three. */
  const start = async (tls: Body = {}, shown = own): Promise<Record<string, string>> => {
    await nomad?.stop();
    const [ca, cert, key] = [file('ca', shown.ca), file('cert', shown.cert), file('key', shown.key)];
    const identity = (audience: string): Body => ({ aud: [audience], ttl: '1h' });
    nomad = await launch({
      product: 'nomad',
      ports: 3,
      prepare: (at, [http = 0, rpc = 0, serf = 0]) => {
        port ||= http;
        const address = `https://127.0.0.1:${String(port)}`;
        const config = writeConfig(at, {
          bind_addr: '127.0.0.1',
          ports: { http: port, rpc, serf },
          tls: { http: true, ca_file: ca, cert_file: cert, key_file: key, verify_https_client: false, ...tls },
          client: {
            cpu_total_compute: 1000,
            options: { 'fingerprint.denylist': 'env_aws,env_gce,env_azure,env_digitalocean' },
          },
          consul: {
            address: consul.address.replace('http://', ''),
            token: consul.token,
            service_identity: identity('consul.io'),
            task_identity: identity('consul.io'),
          },
          vault: { enabled: true, address: vault.address, default_identity: identity('vault.io') },
        });
        return {
          args: ['agent', '-dev', '-config', config],
          address,
          environment: () => ({
            NOMAD_ADDR: address,
            NOMAD_CACERT: ca,
            NOMAD_CLIENT_CERT: cert,
            NOMAD_CLIENT_KEY: key,
          }),
          ready: async () => {
            const [node] = (await ask(address, shown, '/v1/nodes')) as { ID: string; Status: string }[];
            if (node?.Status !== 'ready') return undefined;
            const { Attributes } = (await ask(address, shown, `/v1/node/${node.ID}`)) as { Attributes: Body };
            return Attributes['consul.version'] === undefined || Attributes['vault.version'] === undefined
              ? undefined
              : '';
          },
        };
      },
    });
    const Job = await ask(nomad.address, shown, '/v1/jobs/parse', { JobHCL: job, Canonicalize: true });
    await ask(nomad.address, shown, '/v1/jobs', { Job });
    return { ...consul.environment, ...vault.environment, ...nomad.environment };
  };

  beforeAll(async () => {
    [consul, vault] = await Promise.all([startConsul(), startVault()]);
    const env = await start();
    const spec = `version: 1
name: tls
issuers:
  nomad: { jwks_url: "https://127.0.0.1:${String(port)}/.well-known/jwks.json", ca_file: ${file('trusted', own.ca)} }
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`;
    await inFolder({ 'wid.yaml': spec }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env })).toMatchObject({ code: 0 });
    });
    expectFirst(await auditorOf(env)(), undefined);
  });
  afterAll(async () => {
    await nomad?.stop();
    await Promise.all([consul?.stop(), vault?.stop()]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['it demands certificates of whoever asks', 'keys/client-certificate-demanded', { verify_https_client: true }, own],
    ['its certificates come from another authority', 'keys/untrusted-certificate', {}, given(createAuthority())],
    ['it is as it was', undefined, {}, own],
  ])('%s: %s is said first', async (_, rule, tls, shown) => {
    expectFirst(await auditorOf(await start(tls, shown))(), rule);
  });
});
