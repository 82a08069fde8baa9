import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { authMethodError } from '../../../src/validation/consul/auth-method.ts';
import { bindError, bindingRuleError } from '../../../src/validation/consul/binding-rule.ts';
import { decodeMethodConfig, methodConfigError } from '../../../src/validation/consul/method-config.ts';
import type { KeySource } from '../../../src/validation/refusal.ts';
import { vectors } from '../../fixtures/vectors.ts';

const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** PEM around bytes that are neither a key nor a certificate. */
const notAKey = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

/** The vectors with their place-holders filled in. */
function filled<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replaceAll('"<PEM>"', JSON.stringify(pem)).replaceAll('"<pem>"', JSON.stringify(pem)),
  ) as T;
}

describe('auth methods, as Consul answers them', () => {
  test.each(vectors('consul.live.auth-method-create'))('$name', ({ name, input, expected }) => {
    const method = filled(input);
    if (name === 'bad pem 2nd') method.Config.JWTValidationPubKeys[1] = notAKey;
    // The vector's own text says what its server met; where that stands in the order is what is tested.
    const tail = /error checking (?:JWKSURL|OIDCDiscoveryURL): (.*)$/s.exec(expected.body ?? '')?.[1];
    const answer = authMethodError(method, { fetched: () => tail });
    if (expected.status === 200) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject({ status: expected.status, text: expected.body });
  });
});

describe('configurations of methods, as the library has them', () => {
  const fetched = ({ url }: KeySource): string | undefined =>
    url === '<404>' ? 'fetching keys oidc: get keys failed: 404' : undefined;
  // Members of OpenID Connect logins are known to the Enterprise edition only.
  const known = vectors('consul.jwtConfig').filter(({ name }) => name !== 'incompatible with OIDCClientID');
  test.each(known)('$name', ({ input, expected }) => {
    const { config, refused } = decodeMethodConfig(filled(input));
    const answer = refused ?? methodConfigError(config, fetched);
    if (expected.valid === true) expect(answer).toBeUndefined();
    else expect(answer?.text).toContain(expected.errorContains);
  });
});

/** What the vectors' method maps. */
const claims = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service', 'nx'];
const methods = (name: string): readonly string[] | undefined => (name === 'm-static' ? claims : undefined);

describe('binding rules, as Consul answers them', () => {
  // Two vectors are about an id that is not in the address, which is for the server to compare.
  const rules = vectors('consul.live.binding-rule-create').filter(({ input }) => input.ID === undefined);
  test.each(rules)('$name', ({ input, expected }) => {
    const rule = { ...input, BindName: input.BindName === '<long>' ? 'a'.repeat(257) : input.BindName };
    const answer = bindingRuleError(rule, { mappedClaims: methods });
    if (expected.status === 200) expect(answer).toBeUndefined();
    else expect(answer).toMatchObject({ status: expected.status, text: expected.body });
  });

  test.each(vectors('consul.isValidBindingRule'))('$name', ({ input, expected }) => {
    // The suite's variables have no `value.` before their names, which no login leaves out.
    const dotted = (text: string): string => text.replaceAll(/\$\{( ?)(\w)/g, '${$1value.$2');
    const vars = input.bindVars === null ? undefined : { Name: dotted(input.bindVars.Name) };
    const answer =
      input.bindName === ''
        ? 'empty'
        : bindError(input.bindType, dotted(input.bindName), vars, input.availableVariables);
    expect(answer !== undefined).toBe(expected.error);
  });
});
