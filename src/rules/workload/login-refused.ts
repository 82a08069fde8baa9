import type { Chain, Link } from '../../simulate/explain/explanation.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { linkOf } from '../link-of.ts';
import { behindLogin } from './behind-login.ts';

export default defineRule({
  id: 'workload/login-refused',
  title: 'the login of a workload will be refused',
  cases: ['CL-01', 'CL-02', 'CL-04', 'CL-05', 'CL-13', 'BR-01', 'BR-13', 'VR-08'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'The JWT that Nomad signs for this workload was tried at the auth method or mount that its client logs in with, by the rules of that server: the login fails with the text shown, and the task or service gets no token.',
  fix: 'Look at the chain with `wid explain`: the first broken link says which claim, rule or role does not fit.',
  references: [],
  examples: {
    bad: {
      says: 'The auth method is bound to another audience than the one that Nomad puts into its JWTs.',
      world: (healthy) => ({
        ...healthy,
        ...(healthy.consul && {
          consul: {
            ...healthy.consul,
            authMethods: healthy.consul.authMethods.map((one) => ({
              ...one,
              Config: { ...(one['Config'] as object), BoundAudiences: ['consul.example.com'] },
            })),
          },
        }),
      }),
    },
    good: { says: 'The audiences agree.', world: (healthy) => healthy },
  },

  *checkWorkload(one) {
    for (const product of ['consul', 'vault'] as const) {
      const chain = one.chain(product);
      const broken = chain?.links[chain.broken ?? -1];
      // A grant is broken when all that the rules give does not exist.
      if (broken?.link !== 'login' && broken?.link !== 'rules' && broken?.link !== 'grant') continue;
      const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
      yield {
        message: `${what} cannot log in at ${product === 'consul' ? 'Consul' : 'Vault'}: ${broken.error ?? 'refused'}`,
        about: addressOf(one),
        blames: [addressOf(one), ...behindLogin(product, chain)],
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: one.path,
        evidence: { error: broken.error, ...detail(chain, broken) },
      };
    }
  },
});

function detail(chain: Chain | undefined, broken: Link): Readonly<Record<string, unknown>> {
  return broken.link === 'login' ? { at: broken.at } : { rules: linkOf(chain, 'rules')?.tried ?? [] };
}
