import { chmodSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { WidError } from '../../src/support/errors.ts';
import { folderWith } from '../support/folder.ts';
import { contextWith } from './context.ts';

const server = `server {
  enabled = true
}

# how workloads log in
consul {
  service_identity {
    enabled = true # switched on
  }

  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}
`;
const fixedServer = server.replace('    enabled = true #', '    aud = ["consul.io"] #');
const job = `job "web" {
  group "web" {
    task "server" {
      driver = "docker"

      config {
        image = "\${var.image}"
      }

      template {
        destination = "local/web.conf"
        data        = "{{ key \\"web/motd\\" }}"
      }
    }
  }
}

variable "image" {}
`;
const fixedJob = job.replace('task "server" {\n', 'task "server" {\n      consul {}\n\n');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command here; `answer` is what somebody says, who may do something first. */
async function run(args: readonly string[], options: object, answer?: () => string): Promise<Ran> {
  const { context, told } = contextWith({
    interactive: answer !== undefined,
    ask: () => Promise.resolve(answer?.() ?? ''),
  });
  const code = await fix.run(context, args, options);
  return { code, ...told };
}

describe('wid fix', { timeout: 30_000 }, () => {
  it('shows a unified diff with what it mends, and writes it after a yes, with the permissions kept', async () => {
    const folder = folderWith({ 'server.hcl': server, 'web.nomad.hcl': job });
    const file = join(folder, 'server.hcl');
    chmodSync(file, 0o640);
    const { code, out, err } = await run([folder], {}, () => 'yes\n');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`agent/identity-without-audience: service_identity in the consul block`);
    expect(out).toContain(`--- ${file}\n+++ ${file}\n@@ -5,7 +5,7 @@\n`);
    expect(out).toContain('\n-    enabled = true # switched on\n+    aud = ["consul.io"] # switched on\n');
    expect(out).toContain('2 findings in 2 files mended.\n');
    expect(readFileSync(file, 'utf8')).toBe(fixedServer);
    expect(readFileSync(join(folder, 'web.nomad.hcl'), 'utf8')).toBe(fixedJob);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['server.hcl', 'web.nomad.hcl']);
    expect(await run([folder], { yes: true })).toEqual({ code: 0, out: 'There is nothing to mend.\n', err: '' });
  });

  it.each([
    ['a dry run', { dryRun: true }, undefined, 1],
    ['a no', {}, () => 'no', 1],
  ])('changes nothing in %s', async (_, options, answer, code) => {
    const folder = folderWith({ 'server.hcl': server });
    expect((await run([folder], options, answer)).code).toBe(code);
    expect(readFileSync(join(folder, 'server.hcl'), 'utf8')).toBe(server);
  });

  it('needs somebody to ask, or -y', async () => {
    const folder = folderWith({ 'server.hcl': server });
    await expect(run([folder], {})).rejects.toThrow('there is nobody to ask');
    expect((await run([folder], { yes: true })).code).toBe(0);
  });

  it('mends what the chosen rules find, and refuses rules that there are not', async () => {
    const folder = folderWith({ 'server.hcl': server, 'web.nomad.hcl': job });
    await run([folder], { yes: true, rule: ['job/*'] });
    expect(readFileSync(join(folder, 'server.hcl'), 'utf8')).toBe(server);
    expect(readFileSync(join(folder, 'web.nomad.hcl'), 'utf8')).toBe(fixedJob);
    await expect(run([folder], { rule: ['job/consul-blok-missing'] })).rejects.toThrow(
      'there is no rule job/consul-blok-missing',
    );
  });

  it('leaves alone what a job ignores with a reason', async () => {
    const ignoring = job.replace(
      'group "web"',
      'meta {\n    wid_ignore = "job/consul-block-missing: the key is public"\n  }\n\n  group "web"',
    );
    const folder = folderWith({ 'web.nomad.hcl': ignoring });
    expect((await run([folder], { yes: true })).out).toBe('There is nothing to mend.\n');
  });

  it('heeds what the spec says about auditing', async () => {
    const spec = (
      audit: string,
    ): string => `version: 1\nissuers: { nomad: { jwks_url: "https://nomad.example.com/jwks" } }
presets: [{ preset: nomad-consul, issuer: nomad, audience: consul.example.com }]\n${audit}`;
    const off = spec('wid: { audit: { rules: { agent/identity-without-audience: off } } }\n');
    const ignoring = folderWith({ 'server.hcl': server, 'wid.yaml': off });
    expect((await run([ignoring], { yes: true })).out).toBe('There is nothing to mend.\n');
    const folder = folderWith({
      'server.hcl': server.replaceAll('consul.io', 'consul.example.com'),
      'wid.yaml': spec(''),
    });
    await run([folder], { yes: true });
    expect(readFileSync(join(folder, 'server.hcl'), 'utf8')).toBe(
      fixedServer.replaceAll('consul.io', 'consul.example.com'),
    );
  });

  it('leaves a file as it is that somebody changed meanwhile', async () => {
    const folder = folderWith({ 'server.hcl': server });
    const file = join(folder, 'server.hcl');
    const changed = `${server}# more\n`;
    const meanwhile = run([folder], {}, () => {
      writeFileSync(file, changed);
      return 'yes';
    });
    await expect(meanwhile).rejects.toSatisfy((error) => error instanceof WidError && error.code === 'moved');
    expect(readFileSync(file, 'utf8')).toBe(changed);
    expect(readdirSync(folder)).toEqual(['server.hcl']);
  });

  it('writes through a symbolic link, keeps a byte order mark and the ends of lines', async () => {
    const text = `\uFEFF${server.replaceAll('\n', '\r\n')}`;
    const folder = folderWith({ 'real.txt': text });
    symlinkSync('real.txt', join(folder, 'server.hcl'));
    expect((await run([join(folder, 'server.hcl')], { yes: true })).code).toBe(0);
    expect(lstatSync(join(folder, 'server.hcl')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe(`\uFEFF${fixedServer.replaceAll('\n', '\r\n')}`);
  });

  it('tells of files that cannot be read, and mends the others', async () => {
    const folder = folderWith({ 'server.hcl': server, 'bad.nomad.hcl': 'job "bad" {\n  group "x" {\n' });
    const { code, err } = await run([folder], { yes: true });
    expect(code).toBe(0);
    expect(err).not.toBe('');
    expect(readFileSync(join(folder, 'server.hcl'), 'utf8')).toBe(fixedServer);
  });

  it('shows no secret that stands beside what is mended', async () => {
    const secrets = { text: 'a-token-of-nobody', file: 'a-password-of-nobody' };
    const folder = folderWith({
      'server.hcl': server.replace('consul {\n', `consul {\n  token = "${secrets.text}"\n`),
      'web.nomad.hcl': job.replace(
        '      driver = "docker"\n',
        `      env {\n        DB_PASSWORD = "${secrets.file}"\n      }\n\n      driver = "docker"\n`,
      ),
    });
    const { out, err } = await run([folder], { dryRun: true });
    expect(out).toContain('token = (secret)');
    expect(out).toContain('DB_PASSWORD = (secret)');
    for (const secret of Object.values(secrets)) expect(out + err).not.toContain(secret);
  });

  it('gives variables to job files', async () => {
    const asking = job.replace('web/motd', '${var.image}/motd');
    const folder = folderWith({ 'web.nomad.hcl': asking });
    const { code, out } = await run([folder], { yes: true, var: ['image=web'] });
    expect(code).toBe(0);
    expect(out).toContain('asks Consul (key "web/motd")');
  });
});
