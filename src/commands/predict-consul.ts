import type { Jwks } from '../model/jwks.ts';
import { checkError, type Check } from '../simulate/consul-acl/authorize.ts';
import { compileConsul, predictConsul, type CompiledConsul, type ConsulConfiguration } from '../simulate/consul.ts';
import { WidError } from '../support/errors.ts';
import type { Predictor } from './predictor.ts';
import { membersOf, type Members } from './predict-input.ts';

/** Answers questions about logins at Consul. Questions in a row about one configuration share its preparation. */
export function consulPredictor(): Predictor {
  let last: { key: string; consul: CompiledConsul } | undefined;
  const compiled = (configuration: ConsulConfiguration): CompiledConsul => {
    const key = JSON.stringify(configuration);
    if (last?.key !== key) last = { key, consul: compileConsul(configuration) };
    return last.consul;
  };
  return (input) => {
    const members = membersOf(input);
    const configuration = configurationOf(members);
    const jwt = members.text('jwt');
    const meta = members.optional('meta', (name) => textsOf(members.object(name), name));
    const now = members.number('now');
    const checks = members.optional('checks', (name) => members.list(name).map(checkOf));
    const consul = compiled(configuration);
    if (consul.method.type !== 'jwt' && consul.authMethod.accepted)
      throw new WidError('syntax', 'authMethod.Type must be "jwt": logins at other methods cannot be predicted');
    if (consul.keysUnknown && consul.authMethod.accepted)
      throw new WidError('syntax', 'jwks is missing: the method fetches its keys, so they must be given here');
    return predictConsul(consul, {
      jwt,
      now,
      ...(meta === undefined ? {} : { meta }),
      ...(checks === undefined ? {} : { checks }),
    });
  };
}

function configurationOf(members: Members): ConsulConfiguration {
  const list = (name: string): readonly unknown[] => {
    const items = members.optional<readonly unknown[]>(name, members.list) ?? [];
    for (const [index, item] of items.entries()) membersOf(item, `${name}[${String(index)}]`);
    return items;
  };
  const jwks = members.optional<Jwks>('jwks', members.object);
  const algorithms = members.optional('discoveryAlgorithms', members.list);
  return {
    authMethod: members.object('authMethod'),
    bindingRules: list('bindingRules'),
    roles: list('roles'),
    policies: list('policies'),
    defaultPolicy: members.optional('defaultPolicy', (name) => members.choice(name, ['allow', 'deny'])) ?? 'deny',
    datacenter: members.optional('datacenter', members.text) ?? 'dc1',
    ...(jwks === undefined ? {} : { jwks }),
    ...(algorithms === undefined ? {} : { discoveryAlgorithms: algorithms.map(String) }),
  };
}

function textsOf(object: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, string>> {
  const members = membersOf(object, name);
  return Object.fromEntries(Object.keys(object).map((key) => [key, members.text(key)]));
}

function checkOf(input: unknown, index: number): Check {
  const path = `checks[${String(index)}]`;
  const members = membersOf(input, path);
  const check: Check = {
    resource: members.text('resource'),
    segment: members.optional('segment', members.text) ?? '',
    access: members.text('access'),
  };
  const error = checkError(check);
  if (error !== undefined) throw new WidError('syntax', `${path}: ${error}`);
  return check;
}
