import { consulPolicyError, consulPolicyNameError } from '../../validation/consul/policy.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'consul/policy-refused',
  title: 'Consul will not take the policy',
  cases: ['RP-02'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'The policy is not on a server yet, and Consul will answer its write with the text shown. Without it the roles that link to it cannot be written either, or give nothing.',
  fix: 'Change what the text names. Policies are HCL or JSON with `read`, `write`, `deny` and, for keys, `list`.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-rules'],
  examples: {
    bad: {
      says: 'A policy that is to be made gives `list` on services.',
      world: (healthy) =>
        change.policyRules(change.consul(healthy, { stored: false }), 'policy-nomad-tasks', {
          service_prefix: { '': { policy: 'list' } },
          key_prefix: { '': { policy: 'read' } },
        }),
    },
    good: {
      says: 'Policies that are to be made are in order.',
      world: (healthy) => change.consul(healthy, { stored: false }),
    },
  },

  *check(look) {
    const { consul } = look.world;
    if (consul === undefined || consul.stored) return;
    for (const { Name, Rules } of consul.policies) {
      const name = String(Name);
      if (name === 'global-management' || name.startsWith('builtin/')) continue;
      const error = consulPolicyNameError(name) ?? consulPolicyError(typeof Rules === 'string' ? Rules : '');
      if (error === undefined) continue;
      yield {
        message: `Consul will refuse policy ${name}: ${error}`,
        about: about.consulPolicy(name),
        subject: { object: about.consulPolicy(name) },
        origin: look.originOf(about.consulPolicy(name)),
        path: 'Rules',
        evidence: { error },
      };
    }
  },
});
