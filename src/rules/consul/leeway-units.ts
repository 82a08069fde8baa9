import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';
import { methodsInUse } from './methods-in-use.ts';

const second = 1_000_000_000;
const leeways = ['ClockSkewLeeway', 'ExpirationLeeway', 'NotBeforeLeeway'] as const;

export default defineRule({
  id: 'consul/leeway-units',
  title: 'a leeway of the auth method is less than a second',
  cases: ['CL-11'],
  severity: 'warning',
  reads: ['consul/objects'],
  why: "Consul takes the leeways of an auth method in nanoseconds: `60` is not a minute but nothing. A `ClockSkewLeeway` below a second leaves no room between the clocks of Nomad and Consul, in place of the usual minute; Nomad's JWTs hold from the very second in which they are signed, so a login fails with `token not valid yet (nbf)` as soon as Consul's clock is behind.",
  fix: 'Give nanoseconds (60000000000 for a minute; the spec takes `clock_skew_leeway: 60s`), or leave the leeway out.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/auth-methods/jwt'],
  examples: {
    bad: {
      says: 'The method has a ClockSkewLeeway of 60.',
      world: (healthy) => change.authMethod(healthy, { Config: { ClockSkewLeeway: 60 } }),
    },
    good: {
      says: 'The method has a ClockSkewLeeway of 60000000000.',
      world: (healthy) => change.authMethod(healthy, { Config: { ClockSkewLeeway: 60 * second } }),
    },
  },

  *check(look) {
    for (const { name, method } of methodsInUse(look)) {
      for (const leeway of leeways) {
        const value = method.config[leeway];
        // Negative ones switch it off, which nobody writes by accident.
        if (value <= 0 || value >= second) continue;
        yield {
          message: `${leeway} of auth method ${name} is ${String(value)} nanoseconds`,
          about: about.authMethod(name),
          subject: { object: about.authMethod(name) },
          origin: look.originOf(about.authMethod(name)),
          path: `Config/${leeway}`,
          // The other two count only for JWTs without `exp` or `nbf`, of which Nomad signs none for Consul.
          severity: leeway === 'ClockSkewLeeway' ? 'warning' : 'info',
          evidence: { [leeway]: value },
        };
      }
    }
  },
});
