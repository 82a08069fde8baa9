import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ask, launch, type Server } from '../../servers/launch.ts';
import { describeWithServers, findServer } from '../../servers/index.ts';
import { agentCases, type AgentCase } from './agent-cases.ts';
import verdicts from '../../fixtures/agent-verdicts.json' with { type: 'json' };
import { comparable, type Verdict } from './comparable.ts';

/** Set to write the verdicts anew, for all cases. */
const record = process.env.WID_RECORD_AGENTS !== undefined;
const live = record
  ? agentCases
  : agentCases.filter(({ says }) =>
      ['a second block with the identities', 'a folder after a file, with Consul in both of its files'].includes(says),
    );

describeWithServers(['nomad'], 'a Nomad agent that was started with files', () => {
  it('has the configuration that is kept as the verdict', { timeout: 600_000 }, async () => {
    const found: Record<string, Verdict> = {};
    for (const one of live) found[one.says] = await verdictOf(one);
    if (record) writeFileSync('test/fixtures/agent-verdicts.json', `${JSON.stringify(found, null, 1)}\n`);
    else
      for (const [says, verdict] of Object.entries(found))
        expect(verdict).toEqual((verdicts as Record<string, unknown>)[says]);
  });
});

function pathsIn(folder: string, { given }: AgentCase): readonly string[] {
  return given.map((files, index) => {
    const here = join(folder, `given-${String(index)}`);
    mkdirSync(here, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
    const [only, second] = Object.keys(files);
    return second === undefined ? join(here, only ?? '') : here;
  });
}

async function verdictOf(one: AgentCase): Promise<Verdict> {
  const scratch = mkdtempSync(join(tmpdir(), 'wid-agent-'));
  const checked = spawnSync(findServer('nomad') ?? '', ['config', 'validate', ...pathsIn(scratch, one)], {
    encoding: 'utf8',
    env: {},
  });
  rmSync(scratch, { recursive: true, force: true });
  const refused = /(?:Error|error) (?:loading|parsing)[^]*/.exec(checked.stderr);
  if (refused !== null) return { refused: refused[0].replaceAll(`${scratch}/`, '').replaceAll(/\s+/g, ' ').trim() };
  const agent = await startAgent(one);
  const self = (await ask(`${agent.address}/v1/agent/self`).catch(() => undefined)) as { config: object } | undefined;
  // With ACLs nobody may ask before somebody made the first token.
  const config = self?.config ?? (await askWithToken(agent));
  await agent.stop();
  return { config: comparable(config as Record<string, unknown>) };
}

async function askWithToken({ address }: Server): Promise<object> {
  const { SecretID } = (await ask(`${address}/v1/acl/bootstrap`, {}, 'POST')) as { SecretID: string };
  const { config } = (await ask(`${address}/v1/agent/self`, { 'X-Nomad-Token': SecretID })) as { config: object };
  return config;
}

function startAgent(one: AgentCase): Promise<Server> {
  return launch({
    product: 'nomad',
    ports: 3,
    prepare: (folder, [http = 0, rpc = 0, serf = 0]) => {
      const base = join(folder, 'base.json');
      const server = { enabled: true, bootstrap_expect: 1 };
      const loopback = '127.0.0.1';
      const advertise = { http: loopback, rpc: loopback, serf: loopback };
      const text = {
        bind_addr: loopback,
        advertise,
        data_dir: join(folder, 'data'),
        ports: { http, rpc, serf },
        server,
      };
      writeFileSync(base, JSON.stringify(text));
      const address = `http://127.0.0.1:${String(http)}`;
      return {
        args: ['agent', ...['-config', base], ...pathsIn(folder, one).flatMap((path) => ['-config', path])],
        address,
        environment: () => ({}),
        ready: async () => (typeof (await ask(`${address}/v1/status/leader`)) === 'string' ? '' : undefined),
      };
    },
  });
}
