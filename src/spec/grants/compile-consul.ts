import { mistake, type Context } from '../context.ts';
import { draft, type Draft } from '../draft.ts';
import type { GrantEntry } from '../sections/grants.ts';
import type { Spot } from '../spot.ts';
import { consulRules, patternProblem } from './consul-policy.ts';
import { claimsOf, selectorOf } from './selector.ts';
import { describeSubject, nameOfSubject } from './subject.ts';

/** Where a grant's binding rule goes, and where the role that it binds must stand. */
export interface ConsulHome {
  readonly method: Draft['identity'];
  /** Logins end in this scope: the namespace of the preset, or the method's own. */
  readonly scope: Pick<Draft['identity'], 'namespace' | 'partition'>;
  /** The method itself, when the spec holds it. */
  readonly definition: Draft | undefined;
}

/**
 * A policy, a role with it and a binding rule that gives the role to the subject's logins. Consul adds up what all
 * matching rules give: the subject keeps what the preset's tasks role gives it, and gets this besides. So where a job must
 * read no more than its grant, the tasks role of its namespace has to go (`namespaces` of the preset).
 */
export function compileConsulGrant(
  context: Context,
  grant: GrantEntry,
  home: ConsulHome,
  spot: Spot,
): readonly Draft[] {
  const { keys = [], services = [] } = grant.consul ?? {};
  for (const [field, patterns] of [
    ['keys', keys],
    ['services', services],
  ] as const) {
    for (const [index, pattern] of patterns.entries()) {
      const problem = patternProblem(pattern);
      if (problem !== undefined) mistake(context, `"${pattern}" ${problem}`, spot.field('consul', field, index));
    }
  }
  checkClaims(context, grant, home, spot);
  const name = nameOfSubject(grant);
  const who = describeSubject(grant);
  const origin = `a grant for ${who}`;
  const rule = {
    description: `Grant for ${who}`,
    bind_type: 'role',
    bind_name: name,
    selector: selectorOf(grant),
  };
  return [
    draft(
      'consul/policy',
      { name, ...home.scope },
      { description: rule.description, rules: consulRules(keys, services) },
      origin,
      spot,
    ),
    draft('consul/role', { name, ...home.scope }, { description: rule.description, policies: [name] }, origin, spot),
    draft(
      'consul/binding-rule',
      { ...home.method, name: `role/${name}`, parent: home.method.name },
      rule,
      origin,
      spot,
    ),
  ];
}

function checkClaims(context: Context, grant: GrantEntry, { definition, method }: ConsulHome, spot: Spot): void {
  if (definition === undefined) return;
  const mappings = (definition.body['claim_mappings'] ?? {}) as Readonly<Record<string, string>>;
  const missing = claimsOf(grant).filter((claim) => mappings[claim] !== claim && mappings[`/${claim}`] !== claim);
  if (missing.length === 0) return;
  mistake(
    context,
    `the auth method "${method.name}" does not map ${missing.join(', ')}, which the grant tells the job by`,
    spot.field('consul'),
    `add claim_mappings { ${missing.map((claim) => `${claim}: ${claim}`).join(', ')} } to the method`,
  );
}
