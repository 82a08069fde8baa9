import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { memberAt } from '../member-at.ts';
import { rightsOfChain } from '../consul/rights.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'workload/gateway-without-mesh',
  title: 'an API gateway may not read what it is configured with',
  cases: ['RP-06'],
  severity: 'error',
  reads: ['nomad/jobs', 'consul/objects'],
  why: 'An API gateway reads its listeners and routes from the configuration entries of the mesh, which takes `mesh = "read"` besides its own name, services and nodes. Neither a service identity nor the usual policy of tasks has it: the gateway starts, gets `Permission denied` on its configuration stream, and routes nothing.',
  fix: 'Bind the task with a rule of type `templated-policy` to `builtin/api-gateway` with its name, in a rule that is for this job alone.',
  references: ['https://developer.hashicorp.com/nomad/tutorials/integrate-consul/consul-api-gateway'],
  examples: {
    bad: {
      says: 'A task runs an API gateway with the usual policy of tasks.',
      world: (healthy) => change.jobs(healthy, (one) => ({ ...one, job: withGateway(one.job) })),
    },
    good: {
      says: 'A binding rule gives that task the templated policy of API gateways.',
      world: (healthy) =>
        change.bindingRules(
          change.jobs(healthy, (one) => ({ ...one, job: withGateway(one.job) })),
          (rules) => [
            ...rules,
            {
              ID: '00000000-0000-4000-8000-0000000000b3',
              AuthMethod: 'nomad-workloads',
              BindType: 'templated-policy',
              BindName: 'builtin/api-gateway',
              BindVars: { Name: 'web-gateway' },
              Selector: 'value.nomad_job_id == "web" and value.nomad_task == "server"',
            },
          ],
        ),
    },
  },

  *checkWorkload(one, around) {
    const { consul } = around;
    if (consul === undefined) return;
    const { task, service } = one;
    if (task === undefined || service !== undefined) return;
    const given = memberAt(one.of.reading.job, `${one.path}/Config/args`);
    if (!Array.isArray(given) || !isApiGateway(given.map(String))) return;
    const chain = one.chain('consul');
    const rights = rightsOfChain(consul, chain);
    const login = linkOf(chain, 'login');
    if (rights === undefined || rights.allows('mesh', '', 'read')) return;
    const { id } = one.of.job;
    yield {
      message: `task ${task.name} of job ${id} runs an API gateway, and its token does not have mesh:read`,
      about: addressOf(one),
      blames: login !== undefined && 'authMethod' in login.at ? [about.bindingRules(login.at.authMethod)] : [],
      subject: subjectOf(one),
      origin: one.of.reading.origin,
      path: `${one.path}/Config`,
      evidence: { args: given, identities: linkOf(chain, 'grant')?.identities ?? [] },
    };
  },
});

/** As in `consul connect envoy -gateway api`. */
function isApiGateway(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => /^--?gateway(=api)?$/.test(arg) && (arg.endsWith('=api') || args[index + 1] === 'api'),
  );
}

function withGateway<J extends object>(job: J): J {
  const args = ['connect', 'envoy', '-gateway', 'api', '-register', '-service', 'web-gateway'];
  return JSON.parse(JSON.stringify(job).replace('"image":"web:1"', `"args":${JSON.stringify(args)}`)) as J;
}
