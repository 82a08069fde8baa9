import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { usualAgent } from '../../../src/collect/agent.ts';
import { isStored } from '../../../src/collect/stored-job.ts';
import { jobWithoutSecrets } from '../../../src/collect/live/job-without-secrets.ts';
import { explain } from '../../../src/simulate/explain.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';

const secret = `zq${randomUUID().replaceAll('-', '')}`;

/** A job as a server gives it, with a secret wherever people have put one. */
const job = {
  ID: 'web',
  Name: 'web',
  Namespace: 'default',
  Region: 'global',
  Type: 'service',
  Datacenters: ['*'],
  JobModifyIndex: 7,
  Meta: { team: 'ops', deploy_token: secret },
  Payload: Buffer.from(secret).toString('base64'),
  ConsulToken: secret,
  VaultToken: secret,
  Update: { MaxParallel: 1 },
  Spreads: null,
  TaskGroups: [
    {
      Name: 'web',
      Count: 0,
      Constraints: [],
      Services: [
        {
          Name: 'web',
          PortLabel: 'http',
          Provider: 'consul',
          Checks: [{ Name: 'up', Type: 'http', Path: '/', Header: { Authorization: [`Bearer ${secret}`] } }],
          Identity: { Name: 'consul-service_web-http', Audience: ['consul.io'], ServiceName: 'web' },
        },
      ],
      Tasks: [
        {
          Name: 'server',
          Driver: 'docker',
          Config: {
            image: 'web:1',
            auth: [{ username: 'web', password: secret }],
            args: ['--api-token', secret, `--password=${secret}`, '${NOMAD_TOKEN}'],
          },
          Env: { DB_PASSWORD: secret, DB_HOST: 'db', CONSUL: randomUUID(), URL: `https://web:${secret}@example.com` },
          Artifacts: [
            {
              GetterSource: `https://web:${secret}@example.com/a.tgz`,
              GetterHeaders: { Authorization: `Basic ${secret}` },
              GetterOptions: { aws_access_key_secret: secret, sshkey: 'x' },
            },
          ],
          Secrets: [{ Name: 'db', Provider: 'vault', Path: 'secret/data/default/web/db', Config: { token: secret } }],
          Consul: { Cluster: 'default' },
          Vault: { Cluster: 'default', Role: '' },
          Identity: { Name: 'default', Audience: ['nomadproject.io'] },
          Identities: [
            { Name: 'consul_default', Audience: ['consul.io'] },
            { Name: 'vault_default', Audience: ['vault.io'] },
          ],
          Templates: [
            {
              EmbeddedTmpl: `password = "${secret}"\n{{ key "web/motd" }}{{ with secret "secret/data/default/web/x" }}{{ end }}`,
              DestPath: 'local/x',
              LeftDelim: '{{',
              RightDelim: '}}',
            },
          ],
        },
      ],
    },
  ],
};

const trimmed = jobWithoutSecrets(job);

describe('a job without its secrets', () => {
  it('holds none of those that people put into one', () => {
    const text = JSON.stringify(trimmed);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(job.Payload);
    expect(text).not.toContain(job.TaskGroups[0]?.Tasks[0]?.Env.CONSUL);
  });

  it('says where they were, and keeps what is none', () => {
    expect(trimmed).toMatchObject({
      Meta: { team: 'ops', deploy_token: '(secret)' },
      Payload: '(secret)',
      TaskGroups: [
        {
          Count: 0,
          Tasks: [
            {
              Config: { image: 'web:1', args: ['--api-token', '(secret)', '--password=(secret)', '${NOMAD_TOKEN}'] },
              Env: { DB_PASSWORD: '(secret)', DB_HOST: 'db', CONSUL: '(secret)' },
              Secrets: [{ Provider: 'vault', Path: 'secret/data/default/web/db', Config: { token: '(secret)' } }],
            },
          ],
        },
      ],
    });
  });

  it('leaves out what decides about nothing', () => {
    for (const name of ['Update', 'Spreads']) expect(trimmed).not.toHaveProperty(name);
    expect(job).toHaveProperty('Update');
  });

  it('is explained as the whole job is', () => {
    const { consul, vault } = healthyWorld();
    const explained = (given: unknown): unknown =>
      explain(
        {
          nomad: { agent: usualAgent(undefined).value, job: given, stored: isStored(given) },
          ...(consul && { consul }),
          ...(vault && { vault }),
          assumed: [],
        },
        { now: 1_780_000_000 },
      );
    expect(isStored(trimmed)).toBe(true);
    expect(explained(trimmed)).toEqual(explained(job));
    expect(JSON.stringify(explained(trimmed))).toContain('web/motd');
  });
});
