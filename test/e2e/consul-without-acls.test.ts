import { afterAll, beforeAll, expect, it } from 'vitest';
import { wid } from '../commands/child.ts';
import { describeWithServers, startConsul, startNomad, type Server } from '../servers/index.ts';
import { inFolder } from '../support/folder.ts';
import { until } from './poll.ts';
import { requests } from './requests.ts';

interface Allocation {
  readonly ClientStatus: string;
  readonly TaskStates: Record<string, { Events: { DisplayMessage: string }[] }> | null;
}

describeWithServers(['consul', 'nomad'], 'a Consul without ACLs, and a Nomad that gives identities for it', () => {
  let consul: Server;
  let nomad: Server;

  beforeAll(async () => {
    consul = await startConsul({ acl: false });
    nomad = await startNomad({ consul });
  });
  afterAll(async () => {
    await nomad.stop();
    await consul.stop();
  });

  it('fails allocations with an identity, and the audit says why', async () => {
    const { get, post, put } = requests('nomad', nomad);
    const parsed = await post('jobs/parse', { JobHCL: job, Canonicalize: true });
    await put('jobs', { Job: parsed });
    const failed = await until(
      'the allocation fails',
      async () => {
        const [allocation] = (await get('job/web/allocations')) as unknown as Allocation[];
        return allocation?.ClientStatus === 'failed' ? allocation : undefined;
      },
      () => '',
    );
    const events = Object.values(failed.TaskStates ?? {}).flatMap(({ Events }) => Events);
    expect(events.at(-1)?.DisplayMessage).toContain('Unexpected response code: 401 (ACL support disabled)');

    const env = { ...consul.environment, ...nomad.environment, VAULT_ADDR: 'http://127.0.0.1:1' };
    const args = ['audit', '--no-cache', '--format', 'json'];
    const { stdout, stderr } = await inFolder({}, (cwd) => wid(args, { cwd, env }));
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; severity: string; causedBy?: string }[] };
    expect(findings[0], stderr).toMatchObject({ rule: 'consul/acls-disabled', severity: 'error' });
    const roots = findings.filter(({ causedBy, severity }) => causedBy === undefined && severity !== 'info');
    expect(roots.map(({ rule }) => rule)).toEqual(['consul/acls-disabled']);
  });
});

const job = `job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name = "web"
      port = "http"
    }

    task "app" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "sleep 3600"]
      }

      resources {
        cpu    = 100
        memory = 32
      }
    }
  }
}
`;
