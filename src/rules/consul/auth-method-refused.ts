import { authMethodError } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/auth-method-refused',
  title: 'Consul will not take the auth method',
  cases: ['CA-03', 'CA-05', 'CA-06', 'CA-07', 'CL-12'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'The method is not on a server yet, and Consul will answer its write with the text shown. Frequent reasons: `TokenLocality` `global` outside the primary datacenter, more than one source of keys, `NamespaceRules` on the Community Edition, `EdDSA` among `JWTSupportedAlgs`.',
  fix: 'Change the member that the text names.',
  references: ['https://developer.hashicorp.com/consul/api-docs/acl/auth-methods'],
  examples: {
    bad: {
      says: 'A method that is to be made names EdDSA among its algorithms.',
      world: (healthy) =>
        change.authMethod(change.consul(healthy, { stored: false }), {
          Config: { JWTSupportedAlgs: ['EdDSA', 'RS256'] },
        }),
    },
    good: {
      says: 'A method that is to be made names RS256 only.',
      world: (healthy) => change.consul(healthy, { stored: false }),
    },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined || consul.stored) return;
    const primary = consul.primaryDatacenter === undefined || consul.primaryDatacenter === consul.datacenter;
    const community = consul.version !== undefined && !consul.version.includes('+ent');
    for (const object of consul.authMethods) {
      // What the Enterprise edition knows besides is no mistake there.
      const { NamespaceRules, ...rest } = object;
      const given = community && NamespaceRules !== undefined ? object : rest;
      const refused = authMethodError(given, { primary });
      if (refused === undefined) continue;
      const name = String(object['Name']);
      yield {
        message: `Consul will refuse auth method ${name}: ${refused.text}`,
        about: about.authMethod(name),
        subject: { object: about.authMethod(name) },
        origin: look.originOf(about.authMethod(name)),
        path: refused.member.join('/'),
        evidence: { error: refused.text },
      };
    }
  },
});
