import { describe, expect, it } from 'vitest';
import { agentOfArguments, agentOfSources, isConfigName } from '../../../src/collect/files/agents.ts';
import { WidError } from '../../../src/support/errors.ts';
import verdicts from '../../fixtures/agent-verdicts.json' with { type: 'json' };
import { agentCases, type AgentCase } from './agent-cases.ts';
import { comparable, type Verdict } from './comparable.ts';

const known = verdicts as Readonly<Record<string, Verdict>>;

function agentOf({ given }: AgentCase): ReturnType<typeof agentOfArguments> {
  return agentOfArguments(
    given.map((files, index) =>
      Object.entries(files)
        .filter(([name]) => isConfigName(name))
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, text]) => ({ name: `${String(index)}/${name}`, text })),
    ),
  );
}

describe('files of a Nomad agent', () => {
  it.each(agentCases)('are read as Nomad reads them: $says', (one) => {
    const verdict = known[one.says];
    if (verdict === undefined) throw new Error('no verdict is kept');
    const { released = 'refused' in verdict ? 'refuses' : 'takes' } = one;
    if (released === 'refuses') expect(() => agentOf(one)).toThrow(WidError);
    else if ('refused' in verdict) expect(agentOf(one).config).toMatchObject({ Consuls: [{ Addr: '127.0.0.1:2' }] });
    else expect(comparable(agentOf(one).config)).toEqual(verdict.config);
  });

  it('tell where each member is written, in whichever file', () => {
    const one = { name: 'one.hcl', text: 'consul {\n  service_identity {\n    aud = ["a"]\n  }\n}\n' };
    const two = { name: 'two.hcl', text: 'server {\n  enabled = true\n  oidc_issuer = "https://n"\n}\n' };
    const { origin, server, client } = agentOfSources([one, two]);
    if (origin.from !== 'file') throw new Error('of no file');
    const written = (path: string): string => {
      const [start, end] = origin.places[path] ?? [0, 0];
      return (origin.files?.[path] === 'two.hcl' ? two : one).text.slice(start, end);
    };
    expect(written('Consuls/0/ServiceIdentity/Audience')).toBe('aud = ["a"]');
    expect(written('Consuls/0/ServiceIdentity')).toMatch(/^service_identity \{[^]*\}$/);
    expect(written('Server/OIDCIssuer')).toBe('oidc_issuer = "https://n"');
    expect([server, client]).toEqual([true, false]);
  });

  const notes = [
    {
      says: 'a key that no identity has',
      files: ['consul {\n  service_identity {\n    enabled = true\n  }\n}\n'],
      expected: [['unknown-key', 'Consuls/0/ServiceIdentity/enabled', 'enabled = true']],
    },
    {
      says: 'a key that the block of Consul has not, of a second cluster',
      files: ['consul {\n  name = "b"\n  enabled = true\n}\n'],
      expected: [['unknown-key', 'Consuls/1/enabled', 'enabled = true']],
    },
    {
      says: 'an identity in the second block of a file',
      files: ['vault {\n}\nvault {\n  default_identity {}\n}\n'],
      expected: [['duplicate-block', 'Vaults/0/DefaultIdentity', 'default_identity {}']],
    },
    {
      says: 'the second of two identities',
      files: ['consul {\n  task_identity {}\n  task_identity { aud = ["x"] }\n}\n'],
      expected: [['duplicate-block', 'Consuls/0/TaskIdentity', 'task_identity { aud = ["x"] }']],
    },
  ] as const;
  it.each(notes)('are told when Nomad does not hear them: $says', ({ files, expected }) => {
    const sources = files.map((text, index) => ({ name: `${String(index)}.hcl`, text }));
    const { notes: found = [] } = agentOfSources(sources);
    const written = (file: string): string => sources.find(({ name }) => name === file)?.text ?? '';
    expect(found.map(({ kind, path, file, place }) => [kind, path, written(file).slice(...place)])).toEqual(expected);
  });

  it('lose settings to the defaults of a folder that comes later', () => {
    const { notes: found = [], config } = agentOfArguments([
      [{ name: 'a.hcl', text: 'vault {\n  address = "https://v"\n}\n' }],
      [
        { name: 'd/a.hcl', text: 'vault {\n  enabled = true\n}\n' },
        { name: 'd/b.hcl', text: 'region = "eu"\n' },
      ],
    ]);
    expect(found).toMatchObject([{ kind: 'lost-by-merge', path: 'Vaults/0/Addr', file: 'a.hcl' }]);
    expect(config).toMatchObject({ Vaults: [{ Addr: 'https://vault.service.consul:8200' }] });
  });

  it('are refused with place and hint where Nomad would not start', () => {
    const source = { name: 'a.hcl', text: 'server {\n  oidc_isuer = "https://x"\n}\n' };
    expect(() => agentOfSources([source])).toThrow(
      expect.objectContaining({
        errors: [
          expect.objectContaining({
            message: 'server unexpected keys oidc_isuer',
            place: { source, start: 11, end: 21 },
            hint: 'Nomad does not start with a key that it does not know; did you mean "oidc_issuer"?',
          }),
        ],
      }) as Error,
    );
  });

  it('show no token', () => {
    const agent = agentOfSources([
      { name: 'a.hcl', text: 'consul {\n  token = "0c1d2e3f"\n  auth = "u:p4ssword"\n}\n' },
    ]);
    expect(JSON.stringify(agent)).not.toMatch(/0c1d2e3f|p4ssword/);
  });
});
