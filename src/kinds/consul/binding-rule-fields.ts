import { z } from 'zod';
import { isObject } from '../../validation/object.ts';
import { choice, field, text } from '../field.ts';

const selector = text(['Selector'], 'Which logins the rule is for, over `value` and `list`; all when empty.');

export const fields = {
  description: text(['Description'], 'What the rule is for.'),
  bind_type: choice(
    ['BindType'],
    'What a matching login is bound to.',
    ['service', 'node', 'role', 'policy', 'templated-policy'],
    'service',
  ),
  bind_name: text(['BindName'], 'Name of that, with `${value.<name>}` filled in from mapped claims.'),
  selector: { ...selector, same: (a: string, b: string) => a.trim() === b.trim() },
  bind_vars: field<{ readonly name?: string }>({
    api: ['BindVars'],
    doc: 'Variables of a templated policy: `{name}`, filled in like the bind name.',
    schema: z
      .strictObject({ name: z.string() })
      .partial()
      .transform(({ name }) => variables(name)),
    unset: {},
    // Consul refuses the member, even an empty one, with the other bind types.
    toApi: ({ name }) => (name === undefined ? undefined : { Name: name }),
    fromApi: (value) => variables(isObject(value) ? (value.Name ?? value.name) : undefined),
  }),
};

function variables(name: unknown): { readonly name?: string } {
  return typeof name === 'string' && name !== '' ? { name } : {};
}
