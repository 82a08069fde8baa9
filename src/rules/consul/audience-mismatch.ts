import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { severityFor, type Sort } from '../probe.ts';
import { defineRule } from '../rule.ts';
import { sortsInWords } from './methods-in-use.ts';
import { behindRefusal, isAboutAudience, refusedAtLogin, type Refused } from './refused-at-login.ts';

export default defineRule({
  id: 'consul/audience-mismatch',
  title: 'the auth method is bound to other audiences than those that Nomad writes',
  cases: ['CL-01', 'CA-05'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Consul compares the `aud` of a JWT with the `BoundAudiences` of the auth method, letter for letter: there are no wildcards, and a text with a comma in it is one audience. When none is equal, the login fails with `error validating claims: aud claim does not match any bound audience`; without any bound audience it fails with `audience claim found in JWT but no audiences are bound`.',
  fix: "Give the method the audience that stands in the servers' `service_identity` and `task_identity` (`bound_audiences` of the spec), as a list with one text for each; or change `aud` on all servers and register the jobs again.",
  references: [
    'https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt',
    'https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity',
  ],
  examples: {
    bad: {
      says: 'The auth method is bound to consul.example.com, and the servers write consul.io.',
      world: (healthy) => change.authMethod(healthy, { Config: { BoundAudiences: ['consul.example.com'] } }),
    },
    good: { says: 'Both are consul.io.', world: (healthy) => healthy },
  },

  *check(look) {
    // One wrong audience is one cause, though services and tasks log in at methods of their own.
    const alike = new Map<string, [Mismatch, ...Mismatch[]]>();
    for (const refused of refusedAtLogin(look)) {
      if (!isAboutAudience(refused.error)) continue;
      const bound = readAuthMethod(look.authMethod(refused.method)).config.BoundAudiences;
      const written = [refused.claims['aud'] ?? []].flat().map(String);
      const key = JSON.stringify([bound, written]);
      const others = alike.get(key);
      if (others === undefined) alike.set(key, [{ ...refused, bound, written }]);
      else others.push({ ...refused, bound, written });
    }
    for (const all of alike.values()) {
      const [{ method, error, bound, written }] = all;
      const who = [...new Set(all.flatMap((one) => one.who))];
      const methods = [...new Set(all.map((one) => one.method))];
      const rest = methods.slice(1).map(about.authMethod);
      const others = takingElsewhere(look, method, written);
      yield {
        message: `${methods.length === 1 ? 'auth method' : 'auth methods'} ${methods.join(' and ')} ${methods.length === 1 ? 'is' : 'are'} bound to ${listed(bound)}, and Nomad writes ${listed(written)} for ${sortsInWords(who)}${slipIn(bound, written)}${others.length === 0 ? '' : `; auth method ${others.join(' and ')} takes that`}`,
        about: about.authMethod(method),
        ...(rest.length > 0 && { alsoAbout: rest }),
        blames: [...new Set(methods.flatMap(behindRefusal))],
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.authMethod(method)),
        path: 'Config/BoundAudiences',
        severity: severityFor(look, who),
        ...(others.length > 0 && { fix: { text: logInThere(who, others) } }),
        evidence: { error, BoundAudiences: bound, aud: written, ...(methods.length > 1 && { methods }) },
      };
    }
  },
});

interface Mismatch extends Refused {
  readonly bound: readonly string[];
  readonly written: readonly string[];
}

function listed(audiences: readonly string[]): string {
  return audiences.length === 0 ? 'no audience' : audiences.map(shown).join(', ');
}

/** What cannot be seen otherwise stands between quotes. */
function shown(audience: string): string {
  return audience === '' || /[\s,]/.test(audience) ? JSON.stringify(audience) : audience;
}

/** What makes two audiences differ that are hardly told apart. */
function slipIn(bound: readonly string[], written: readonly string[]): string {
  const several = [...bound, ...written].find((audience) => /[^\s,][\s,]+[^\s,]/.test(audience));
  if (several !== undefined) return `; ${JSON.stringify(several)} is one audience, not several`;
  const found = slips.find(([, bare]) => bound.some((one) => written.some((other) => bare(one) === bare(other))));
  return found === undefined ? '' : `; they differ in ${found[0]} only`;
}

const slips: readonly (readonly [what: string, bare: (audience: string) => string])[] = [
  ['white space', (audience) => audience.trim()],
  ['the case of letters', (audience) => audience.toLowerCase()],
  ['a slash at the end', (audience) => audience.replace(/\/+$/, '')],
  ['the scheme', (audience) => audience.replace(/^https?:\/\//, '')],
];

/** Other methods with the same keys that are bound to what Nomad writes: one of them may be meant. */
function takingElsewhere(look: Look, method: string, written: readonly string[]): readonly string[] {
  const { JWKSURL, OIDCDiscoveryURL } = readAuthMethod(look.authMethod(method)).config;
  return (look.consul?.authMethods ?? []).map(readAuthMethod).flatMap(({ name, type, config }) => {
    const isSame = config.JWKSURL === JWKSURL && config.OIDCDiscoveryURL === OIDCDiscoveryURL;
    return type === 'jwt' && isSame && config.BoundAudiences.some((one) => written.includes(one)) ? [name] : [];
  });
}

function logInThere(who: readonly Sort[], others: readonly string[]): string {
  const keys = who.map((sort) => `\`${sort}_auth_method\``).join(' and ');
  return `If ${sortsInWords(who)} are to log in at ${others.join(' or ')}, write that as ${keys} into the \`consul\` block of the clients; else give the method the audience that the servers write, or write its own as \`aud\` on all servers and register the jobs again.`;
}
