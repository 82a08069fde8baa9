import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { predict } from '../../src/commands/predict.ts';
import { predicting } from './predicting.ts';
import { signJwt, testKey } from '../support/jwt.ts';

const key = testKey('k', 'ed25519');
const question = {
  authMethod: { Name: 'm', Type: 'jwt', Config: { JWTValidationPubKeys: [key.pem], ClaimMappings: { job: 'job' } } },
  bindingRules: [{ AuthMethod: 'm', BindType: 'service', BindName: '${value.job}' }],
  roles: [],
  policies: [],
  defaultPolicy: 'deny',
  datacenter: 'dc1',
  jwt: signJwt({ alg: 'EdDSA' }, { exp: 1000, job: 'web' }, key, 'EdDSA'),
  now: 999.5,
  checks: [{ resource: 'service', segment: 'web', access: 'write' }],
};

const run = predicting('consul');

describe('wid predict consul', () => {
  test('answers with exactly the members of its contract', async () => {
    const { code, out } = await run(JSON.stringify(question));
    const answer = JSON.parse(out) as Record<string, unknown>;
    expect(code).toBe(0);
    expect(Object.keys(answer)).toEqual(['authMethod', 'bindingRules', 'login', 'token', 'checks', 'trace']);
    expect(answer).toMatchObject({
      authMethod: { accepted: true, error: null },
      bindingRules: [{ accepted: true, error: null }],
      login: { ok: true, status: 200, error: null },
      token: {
        description: 'token created via login',
        local: true,
        authMethod: 'm',
        policies: [],
        roles: [],
        serviceIdentities: [{ ServiceName: 'web' }],
        nodeIdentities: [],
        templatedPolicies: [],
        expiresIn: null,
      },
      checks: [{ allow: true, decidedBy: { policy: 'service identity web', rule: 'service', name: 'web' } }],
    });
  });

  test('answers every line, a bad one with an error, and then exits with 2', async () => {
    const { now: _, ...incomplete } = question;
    const lines = [
      JSON.stringify(question),
      '{',
      JSON.stringify(incomplete),
      '',
      JSON.stringify({ ...question, jwt: '' }),
    ];
    const { code, out } = await run(lines.join('\n'), { ndjson: true });
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { error?: string; login?: { error: string | null } });
    expect(code).toBe(2);
    expect(answers.map(({ login, error }) => login?.error ?? error)).toEqual([
      undefined,
      expect.stringContaining('no JSON'),
      'now is missing: it must be a number',
      'missing jwt',
    ]);
  });

  test.each([
    [{ jwt: 5 }, 'jwt must be text'],
    [{ authMethod: [] }, 'authMethod must be an object'],
    [{ bindingRules: [5] }, 'bindingRules[0] must be an object'],
    [{ defaultPolicy: 'read' }, 'defaultPolicy must be one of "allow", "deny"'],
    [{ meta: { a: 1 } }, 'meta.a must be text'],
    [{ checks: [{ resource: 'zed', access: 'read' }] }, 'checks[0]: Invalid ACL resource requested: "zed"'],
    [{ checks: [{ access: 'read' }] }, 'checks[0].resource is missing: it must be text'],
    [
      { authMethod: { Name: 'm', Type: 'jwt', Config: { JWKSURL: 'http://127.0.0.1/jwks' } } },
      'jwks is missing: the method fetches its keys, so they must be given here',
    ],
    [
      { authMethod: { Name: 'm', Type: 'aws-iam', Config: { BoundIAMPrincipalARNs: ['arn:aws:iam::1:role/x'] } } },
      'authMethod.Type must be "jwt": logins at other methods cannot be predicted',
    ],
  ])('names the member that is wrong: %j', async (wrong, message) => {
    await expect(run(JSON.stringify({ ...question, ...wrong }))).rejects.toThrow(message);
  });

  test('says which file cannot be read', async () => {
    const context = { signal: new AbortController().signal } as Context;
    await expect(predict.run(context, ['consul', '/nowhere.json'], {})).rejects.toThrow(
      '/nowhere.json cannot be read: there is no such file',
    );
  });
});
