import fc from 'fast-check';
import { exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSelector } from '../../src/syntax/selector/check.ts';
import { evaluateSelector, type Selectable } from '../../src/syntax/selector/evaluate.ts';
import { parseSelector } from '../../src/syntax/selector/parse.ts';
import { boundName, loginNameChecks } from '../../src/validation/consul/binding-rule.ts';
import { describeWithServers, startConsul, type Server } from '../servers/index.ts';
import { patterns, sample, selectors, send, templates } from './writes.ts';

const claims = ['ns', 'job', 'num', 'a b', 'empty'];
const lists = ['groups'];

/** What logins bring: with claims, with empty ones, and with none. */
const data: readonly Selectable[] = [
  {
    value: { ns: 'default', job: 'web', num: '7', 'a b': 'web api', empty: '' },
    list: { groups: ['a', 'web', 'default'] },
  },
  { value: { ns: 'WEB', job: 'aé', num: '-0x1f' }, list: { groups: [] } },
  { value: {}, list: {} },
];

interface Token {
  readonly ServiceIdentities?: readonly { readonly ServiceName: string }[];
  readonly Roles?: readonly { readonly Name: string }[];
}

describeWithServers(['consul'], 'what a login at Consul makes of binding rules', () => {
  let consul: Server;
  let key: CryptoKey;
  let pem: string;

  beforeAll(async () => {
    consul = await startConsul();
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    key = pair.privateKey;
    pem = await exportSPKI(pair.publicKey);
  }, 60_000);

  afterAll(async () => {
    await consul.stop();
  });

  async function method(name: string): Promise<void> {
    const same = (names: readonly string[]): Record<string, string> =>
      Object.fromEntries(names.map((claim) => [claim, claim]));
    const Config = { JWTValidationPubKeys: [pem], ClaimMappings: same(claims), ListClaimMappings: same(lists) };
    expect((await send(consul, 'PUT', 'acl/auth-method', { Name: name, Type: 'jwt', Config })).text).toBe('');
  }

  async function login(name: string, { value, list }: Selectable): Promise<{ token: Token | undefined; text: string }> {
    const jwt = await new SignJWT({ ...value, ...list })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
    const response = await fetch(`${consul.address}/v1/acl/login`, {
      method: 'POST',
      body: JSON.stringify({ AuthMethod: name, BearerToken: jwt }),
    });
    const text = await response.text();
    return response.ok ? { token: JSON.parse(text) as Token, text: '' } : { token: undefined, text };
  }

  test('which selectors match', { timeout: 120_000 }, async () => {
    await method('selectors');
    const fields = fc.constantFrom('value.ns', 'value.job', 'value["a b"]', 'value.none');
    const matching = fc
      .tuple(fields, fc.constantFrom('matches', 'not matches'), patterns)
      .map(([field, operator, pattern]) => `${field} ${operator} \`${pattern}\``);
    const trees = sample(fc.oneof(selectors, matching), 1500).flatMap((text) => {
      const parsed = parseSelector(text);
      return parsed.ok && checkSelector(parsed.tree) === undefined ? [{ text, tree: parsed.tree }] : [];
    });
    expect(trees.length).toBeGreaterThan(200);
    for (const [index, { text }] of trees.entries()) {
      const rule = { AuthMethod: 'selectors', BindType: 'service', BindName: `s${String(index)}`, Selector: text };
      expect((await send(consul, 'PUT', 'acl/binding-rule', rule)).text, text).toBe('');
    }
    for (const one of data) {
      const { token } = await login('selectors', one);
      const matched = new Set(token?.ServiceIdentities?.map(({ ServiceName }) => ServiceName));
      const wrong = trees.filter(({ tree }, index) => evaluateSelector(tree, one) !== matched.has(`s${String(index)}`));
      expect(wrong.map(({ text }) => text)).toEqual([]);
    }
  });

  test('which names templates give', { timeout: 120_000 }, async () => {
    await method('names');
    const rule: Record<string, string> = { AuthMethod: 'names', BindType: 'service', BindName: 'x', Selector: '' };
    const made = await send(consul, 'PUT', 'acl/binding-rule', rule);
    const { ID } = JSON.parse(made.body) as { ID: string };
    const whole = fc.oneof(
      templates,
      templates.map((template) => `a${template.replaceAll(/[A-Z\n}é.]/g, '')}z`),
    );
    const differences: unknown[] = [];
    let compared = 0;
    for (const template of sample(whole, 1200)) {
      // A template that the server does not take cannot be asked about; that it refuses the right ones is tested elsewhere.
      if ((await send(consul, 'PUT', `acl/binding-rule/${ID}`, { ...rule, BindName: template })).text !== '') continue;
      for (const one of data) {
        compared += 1;
        const variables = Object.fromEntries(claims.map((claim) => [`value.${claim}`, one.value[claim] ?? '']));
        const predicted = boundName(template, variables, loginNameChecks.service ?? (() => true));
        const { token, text } = await login('names', one);
        const answered = token?.ServiceIdentities?.[0]?.ServiceName ?? text;
        if ((predicted.ok ? predicted.value : predicted.error) !== answered)
          differences.push({ template, one, predicted, answered });
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  });
});
