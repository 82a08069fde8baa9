import { describe, expect, it } from 'vitest';
import { spec } from '../../src/rules/healthy/spec.ts';
import { healthyFiles } from '../rules/clusters/files.ts';
import { folderWith } from '../support/folder.ts';
import { widHere } from './here.ts';

describe('wid explain for agents of another version', { timeout: 30_000 }, () => {
  const files = { ...healthyFiles, 'wid.yaml': spec };
  const asked = ['explain', 'web.nomad.hcl', '-f', 'wid.yaml', '--agent-config', 'agent.hcl'];

  it('takes a job with named clusters for Nomad Enterprise only', async () => {
    const cwd = folderWith(files);
    const community = await widHere(asked, { cwd });
    expect(community.code).toBe(1);
    expect(community.stdout).toContain('non-default Consul cluster requires Nomad Enterprise');
    const { code, stdout } = await widHere([...asked, '--nomad-version', '1.11.1+ent'], { cwd });
    expect(code).not.toBe(2);
    expect(stdout).toContain('cluster "east" of Consul was not read');
    expect(stdout).toContain('cluster "infra" of Vault was not read');
  });

  it('wants to be told whose version it is', async () => {
    const { code, stderr } = await widHere([...asked.slice(0, 4), '--nomad-version', '1.11.1+ent'], {
      cwd: folderWith(files),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('--nomad-version is about the agents of --agent-config');
  });
});
