import type { Value } from '../../kinds/field.ts';
import type { KindId } from '../../kinds/kind.ts';
import type { Context } from '../context.ts';
import type { SpecDocument } from '../document.ts';
import { draftOf, identityOf, type Draft } from '../draft.ts';
import type { Entry } from '../entry.ts';
import { consulFields } from '../issuer.ts';
import type { SpecFile } from '../schema.ts';
import { spotIn } from '../spot.ts';
import { withIssuer } from './with-issuer.ts';
import { textFromFile } from './text-from-file.ts';

type Section = NonNullable<SpecFile['consul']>;

/** The objects that one file's `consul` asks for. */
export function readConsul(context: Context, document: SpecDocument, section: Section): readonly Draft[] {
  const plain = (kind: KindId, group: 'partitions' | 'namespaces' | 'roles'): readonly Draft[] =>
    Object.entries(section[group] ?? {}).map(([key, entry]) =>
      draftOf(kind, identityOf(key, entry), entry, spotIn(document, ['consul', group, key])),
    );

  const policies = Object.entries(section.policies ?? {}).map(([key, entry]) => {
    const at = ['consul', 'policies', key];
    const { value, spot, incomplete } = textFromFile(context, document, at, entry, 'rules');
    return { ...draftOf('consul/policy', identityOf(key, entry), entry, spot, value), incomplete };
  });

  const methods = Object.entries(section.auth_methods ?? {}).map(([key, entry]) => {
    const spot = spotIn(document, ['consul', 'auth_methods', key]);
    const issuer = withIssuer(context, entry, spot);
    const given = issuer === undefined ? {} : consulFields(issuer);
    const incomplete = issuer === undefined && entry['issuer'] !== undefined;
    return { ...draftOf('consul/auth-method', identityOf(key, entry), entry, spot, given), incomplete };
  });

  const rules = (section.binding_rules ?? []).map((entry, index) => {
    const spot = spotIn(document, ['consul', 'binding_rules', index]);
    return draftOf('consul/binding-rule', ruleIdentity(entry), entry, spot);
  });

  return [
    ...plain('consul/partition', 'partitions'),
    ...plain('consul/namespace', 'namespaces'),
    ...policies,
    ...plain('consul/role', 'roles'),
    ...methods,
    ...rules,
  ];
}

function ruleIdentity(entry: Entry): Draft['identity'] {
  const {
    bind_type: type = 'service',
    bind_name: name = '',
    auth_method: method,
  } = entry as Readonly<Record<string, Value>>;
  return identityOf(`${String(type)}/${String(name)}`, entry, String(method));
}
