import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workloadNeeds } from '../../../src/simulate/needs.ts';
import type { AskedWith } from '../../../src/simulate/needs/need.ts';
import { shownNeed } from './shown.ts';

const identities = {
  consul: { taskIdentity: { Audience: ['consul.io'] }, serviceIdentity: { Audience: ['consul.io'] } },
  vault: { enabled: true, defaultIdentity: { Audience: ['vault.io'] } },
};

function job({ task = {}, group = {} }: { readonly task?: object; readonly group?: object }) {
  const main = { Name: 'main', Driver: 'docker', ...task };
  return { ID: 'web', Name: 'web', Datacenters: ['dc1'], TaskGroups: [{ Name: 'grp', ...group, Tasks: [main] }] };
}

const keyed = { Templates: [{ EmbeddedTmpl: '{{ key "a" }}', DestPath: 'local/x' }] };
const secret = { Templates: [{ EmbeddedTmpl: '{{ with secret "secret/data/a" }}{{ end }}', DestPath: 'local/x' }] };

describe('the token that a template asks with', () => {
  const rows: readonly (readonly [what: string, version: string, task: object, client: object, AskedWith['token']])[] =
    [
      ['a consul block, on 1.11', '1.11.1', { ...keyed, Consul: {} }, {}, 'consul identity'],
      ['no consul block, on 1.9, where a template is enough', '1.9.7', keyed, {}, 'consul identity'],
      ['no consul block, on 1.11.1', '1.11.1', keyed, {}, 'environment of the agent'],
      ['no consul block, on 1.11.8', '1.11.8', keyed, {}, 'invalid-token'],
      ['no consul block, on 1.10.14', '1.10.14', keyed, {}, 'invalid-token'],
      ['no consul block, on 2.0.3', '2.0.3', keyed, {}, 'environment of the agent'],
      ['no consul block, on 2.0.4', '2.0.4', keyed, {}, 'invalid-token'],
      ["the client's token allowed, on 2.0.4", '2.0.4', keyed, { useClientConsulToken: true }, 'agent'],
      ['a vault block', '1.11.1', { ...secret, Vault: {} }, {}, 'vault identity'],
      ['no vault block', '1.11.1', secret, {}, 'none'],
    ];

  it.each(rows)('with %s', (_what, version, task, client, token) => {
    const { needs } = workloadNeeds(job({ task }), { nomad: { version, ...identities }, client });
    expect(needs[0]?.askedWith.token).toBe(token);
  });

  it('is the one of the agent on 1.9 where the servers give no identities', () => {
    const { needs } = workloadNeeds(job({ task: keyed }), { nomad: { version: '1.9.7' } });
    expect(needs[0]?.askedWith).toEqual({ token: 'agent', because: 'the task has no identity called consul_default' });
  });
});

describe('services', () => {
  const said = (service: object, networks: readonly object[] = [{ Mode: 'bridge' }]) =>
    workloadNeeds(job({ group: { Networks: networks, Services: [service] } }), {
      nomad: { version: '1.11.1', ...identities },
    }).needs.map((need) => `${shownNeed(need)} as ${need.askedWith.token}`);

  it('are registered with the token of their own identity', () => {
    expect(said({ Name: 'api' })).toEqual(['service:write api as service identity']);
  });

  it('are registered with the token of the agent when their name is interpolated on the client', () => {
    expect(said({ Name: 'api-${NOMAD_META_x}' })).toEqual(['service:write api-${NOMAD_META_x} as agent']);
    expect(said({ Name: 'api-${NOMAD_ALLOC_INDEX}' })).toEqual([
      'service:write ? (environment api-${NOMAD_ALLOC_INDEX}) as agent',
    ]);
  });

  it('ask nothing of Consul when Nomad keeps them', () => {
    expect(said({ Name: 'api', Provider: 'nomad' })).toEqual([]);
  });

  it('with a sidecar register it too, and look for their upstreams', () => {
    const proxy = { Upstreams: [{ DestinationName: 'db', LocalBindPort: 9191 }] };
    expect(said({ Name: 'api', PortLabel: '9001', Connect: { SidecarService: { Proxy: proxy } } })).toEqual([
      'service:write api as service identity',
      'service:write api-sidecar-proxy as service identity',
      'service:write api as service identity',
      'service:read db filtered as service identity',
      'node:read ? (nodes of service db) filtered as service identity',
    ]);
  });
});

describe('templates in a job', () => {
  const settings = { nomad: { version: '1.11.1', ...identities } };

  it('have delimiters of their own, and places', () => {
    const template = { EmbeddedTmpl: 'x [[ key "a" ]] {{ key "b" }}', LeftDelim: '[[', RightDelim: ']]' };
    const { needs } = workloadNeeds(job({ task: { Templates: [template] } }), settings);
    expect(needs.map(shownNeed)).toEqual(['key:read a']);
    expect(needs[0]?.from).toEqual({ group: 'grp', task: 'main', template: 0, start: 5, end: 12 });
  });

  it('are not known when they are files on the client', () => {
    const template = { SourcePath: 'local/x.tpl', DestPath: 'local/x' };
    const { problems } = workloadNeeds(job({ task: { Templates: [template] } }), settings);
    expect(problems.map(({ message }) => message)).toEqual(['the template local/x.tpl is a file on the client']);
  });

  it('of a parameterized job do not know the id of the dispatched one, nor what it brings', () => {
    const text = '{{ key (env "NOMAD_JOB_ID") }}{{ key (env "NOMAD_META_x") }}{{ key (env "NOMAD_META_y") }}';
    const parent = {
      ...job({ task: { Templates: [{ EmbeddedTmpl: text, DestPath: 'local/x' }] } }),
      Type: 'batch',
      Meta: { x: '1', y: '2' },
      ParameterizedJob: { MetaOptional: ['x'] },
    };
    expect(workloadNeeds(parent, settings).needs.map(shownNeed)).toEqual([
      'key:read ? (environment NOMAD_JOB_ID)',
      'key:read ? (environment NOMAD_META_x)',
      'key:read 2',
    ]);
  });

  it('and configurations that speak of a token tell that the program asks by itself', () => {
    const task = { Config: { args: ['-c', 'curl -H "X-Vault-Token: $VAULT_TOKEN"'] }, Vault: {} };
    expect(workloadNeeds(job({ task }), settings).needs.map(shownNeed)).toEqual(['vault by itself (VAULT_TOKEN)']);
  });

  it('need list on keys where Consul is told to look for it', () => {
    const task = { Templates: [{ EmbeddedTmpl: '{{ ls "a" }}', DestPath: 'local/x' }] };
    expect(workloadNeeds(job({ task }), { ...settings, consul: { keyListPolicy: true } }).needs.map(shownNeed)).toEqual(
      ['key:list a', 'key:read a* filtered'],
    );
  });

  it('never crash us, whatever they say', () => {
    const piece = fc.oneof(
      fc.constantFrom('{{ ', ' }}', 'key ', 'secret ', 'range ', 'if ', 'else', 'end', '"a"', '$x', ' := ', ' = ', '.'),
      fc.constantFrom('service ', 'printf "%s" ', 'env "X" ', '(', ')', ' | ', 'loop 3', 'scratch.Set ', 'break', '1 '),
      fc.constantFrom('{{ end }}', '{{ range ls "a" }}', '{{ if keyExists "a" }}', '{{ with secret "a" }}', '{{ . }}'),
      fc.constantFrom('{{ key . }}', '{{ $y := 1 }}', '{{ define "t" }}', '{{ template "t" . }}', '{{ index . "a" }}'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const task = { Templates: [{ EmbeddedTmpl: pieces.join(''), DestPath: 'local/x' }] };
        workloadNeeds(job({ task }), settings);
      }),
      { numRuns: 1000 },
    );
  });
});
