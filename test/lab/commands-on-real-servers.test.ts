import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../src/clients/api.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { describeWithServers } from '../servers/index.ts';
import { findServer } from '../servers/find.ts';

/** The products' own commands against the lab: the words, and what the output must hold. */
const commands: readonly (readonly [string, RegExp])[] = [
  ['nomad setup consul -y -jwks-url {jwks}', /service_identity/],
  ['nomad setup vault -y -jwks-url {jwks}', /default_identity/],
  ['nomad setup consul -y -jwks-url {jwks}', /Auth method "nomad-workloads" already exists/],
  ['consul acl policy list', /policy-nomad-tasks:/],
  ['consul acl role list', /policy-nomad-tasks/],
  ['consul acl auth-method read -name nomad-workloads', /"consul\.io"/],
  ['consul acl binding-rule list', /nomad-\$\{value\.nomad_namespace\}-tasks/],
  ['consul acl policy create -name cli -rules {rules}', /Name:\s+cli/],
  ['consul acl policy update -name cli -description changed', /changed/],
  ['consul acl policy delete -name cli', /deleted successfully/],
  ['consul acl token read -self', /Initial Management Token/],
  ['consul kv put a/b c', /Data written to: a\/b/],
  ['consul kv get -recurse', /a\/b:c/],
  ['consul lock -timeout 5s lab/lock echo held', /held/],
  ['consul members', /lab/],
  ['vault status', /Sealed\s+false/],
  ['vault auth list', /jwt-nomad\//],
  ['vault policy read nomad-workloads', /metadata\.nomad_job_id/],
  ['vault list auth/jwt-nomad/role', /nomad-workloads/],
  ['vault read auth/jwt-nomad/role/nomad-workloads', /token_period\s+30m/],
  ['vault auth tune -max-lease-ttl=3h jwt-nomad/', /Tuned/],
  ['vault kv put secret/a/b x=y', /version\s+1/],
  ['vault kv get -field=x secret/a/b', /^y$/],
  ['vault kv list secret/', /a\//],
  ['vault kv metadata get secret/a/b', /current_version\s+1/],
  ['vault token lookup', /root/],
  ['nomad job run -detach {job}', /Job registration successful/],
  ['nomad job status j', /pending/],
  ['nomad job inspect j', /"ID": "j"/],
  ['nomad job history j', /Version\s+= 0/],
  ['nomad job stop -detach j', /[0-9a-f-]{36}/],
  ['nomad server members', /alive/],
  ['nomad node status', /ready/],
  ['nomad namespace apply team', /Successfully applied/],
  ['nomad operator root keyring list', /active/],
  ['nomad setup consul -y -destroy', /Deleted auth method "nomad-workloads"/],
  ['nomad setup vault -y -destroy', /Disabled JWT auth method/],
];

describeWithServers(['consul', 'vault', 'nomad'], "the products' own commands on the lab", () => {
  let lab: Lab;
  let folder: string;
  let words: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lab = await startLab();
    folder = mkdtempSync(join(tmpdir(), 'wid-lab-commands-'));
    const job = join(folder, 'j.nomad');
    writeFileSync(
      job,
      'job "j" {\n  type = "batch"\n  group "g" {\n    task "t" {\n      driver = "raw_exec"\n      config {\n        command = "/bin/true"\n      }\n    }\n  }\n}\n',
    );
    words = {
      '{jwks}': `${lab.nomad.address}/.well-known/jwks.json`,
      '{rules}': 'key_prefix "a" { policy = "read" }',
      '{job}': job,
    };
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true });
  });

  const run = (line: string): Promise<string> => {
    const [product = '', ...args] = line.split(' ').map((word) => words[word] ?? word);
    const env = { ...lab.environment(), HOME: folder, PATH: process.env.PATH };
    return new Promise((resolve, reject) => {
      execFile(findServer(product as Product) ?? product, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${line}: ${stdout}${stderr}`));
      });
    });
  };

  describe('in this order', () => {
    it.each(commands)('%s', async (line, expected) => {
      expect((await run(line)).trim()).toMatch(expected);
    });
  });
});
