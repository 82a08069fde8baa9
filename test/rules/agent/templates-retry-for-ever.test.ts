import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { agentOfSources } from '../../../src/collect/files/agents.ts';
import type { Agent } from '../../../src/model/agent.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

/** What is said of the healthy cluster's client with other settings for templates, and of copies of it. */
function saidOf(template: object, names: readonly string[] = ['client-1']): readonly Finding[] {
  const world = change.agents(healthyWorld(), (agent): Agent | readonly Agent[] =>
    agent.client
      ? names.map((name) => ({ ...agent, name, config: { ...agent.config, Client: { TemplateConfig: template } } }))
      : agent,
  );
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  return findings.filter(({ rule }) => rule === 'agent/templates-retry-for-ever');
}

it.each([
  ['nothing', {}, []],
  ['the default', { VaultRetry: { Attempts: 12 }, ConsulRetry: { Attempts: 12 } }, []],
  [
    'no end for Vault',
    { VaultRetry: { Attempts: 0 }, ConsulRetry: { Attempts: 12 } },
    ['templates on client client-1 ask Vault without an end (attempts = 0 in vault_retry)'],
  ],
  [
    'no end for both',
    { VaultRetry: { Attempts: 0 }, ConsulRetry: { Attempts: 0 } },
    ['templates on client client-1 ask Vault and Consul without an end (attempts = 0 in vault_retry and consul_retry)'],
  ],
])('an agent that shows %s', (_, template, expected) => {
  expect(saidOf(template).map(({ message }) => message)).toEqual(expected);
});

it('tells of clients that are set up alike once', () => {
  const said = saidOf({ ConsulRetry: { Attempts: 0 } }, ['a', 'b']);
  expect(said.map(({ message, severity }) => [message, severity])).toEqual([
    ['templates on clients a, b ask Consul without an end (attempts = 0 in consul_retry)', 'info'],
  ]);
});

const file = (lines: string): string => `client {\n  template {\n    vault_retry {\n      ${lines}\n    }\n  }\n}\n`;

it.each([
  ['a later 0 counts', ['attempts = 5', 'attempts = 0'], { Attempts: 0 }],
  ['a later number counts', ['attempts = 0', 'attempts = 5'], { Attempts: 5 }],
  ['what is not written is not known', ['backoff = "1s"'], undefined],
])('of files, as Nomad reads them: %s', (_, lines, expected) => {
  const { config } = agentOfSources(lines.map((one, index) => ({ name: `${String(index)}.hcl`, text: file(one) })));
  const { TemplateConfig: template } = config['Client'] as { TemplateConfig?: { VaultRetry?: unknown } };
  expect(template?.VaultRetry).toEqual(expected);
});
