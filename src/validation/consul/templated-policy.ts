import { goQuote } from '../../syntax/go-string.ts';
import { text, type Shape } from './body.ts';
import { identityNameRule, isIdentityName } from './names.ts';

/** The templates that Consul has built in, their ids, and whether they need the variable `Name`. */
export const templates: Readonly<Record<string, { readonly id: string; readonly needsName: boolean }>> = {
  'builtin/service': { id: '00000000-0000-0000-0000-000000000003', needsName: true },
  'builtin/node': { id: '00000000-0000-0000-0000-000000000004', needsName: true },
  'builtin/api-gateway': { id: '00000000-0000-0000-0000-000000000008', needsName: true },
  'builtin/dns': { id: '00000000-0000-0000-0000-000000000005', needsName: false },
  'builtin/nomad-server': { id: '00000000-0000-0000-0000-000000000006', needsName: false },
  'builtin/nomad-client': { id: '00000000-0000-0000-0000-000000000009', needsName: false },
};

export const variablesShape: Shape = {
  kind: 'object',
  go: 'structs.ACLTemplatedPolicyVariables',
  struct: 'ACLTemplatedPolicyVariables',
  // Errors spell the member as the struct's own JSON name; requests may write it in any case.
  members: { Name: { shape: text, path: 'name' } },
};

export function isTemplate(name: string): boolean {
  return Object.hasOwn(templates, name);
}

/**
 * Consul's text about the variables of a templated policy whose template is known; `undefined` when they fit.
 * @param variables `undefined` when none are set, which is not the same as an empty object
 */
export function variablesError(template: string, variables: { readonly Name: string } | undefined): string | undefined {
  if (templates[template]?.needsName !== true) return undefined;
  if (variables === undefined) return listed('Invalid type. Expected: object, given: null');
  const { Name: name } = variables;
  if (template === 'builtin/service' && !isIdentityName(name))
    return `service identity ${goQuote(name)} has an invalid name. ${identityNameRule}`;
  if (template === 'builtin/node' && !isIdentityName(name))
    return `node identity ${goQuote(name)}  has an invalid name. ${identityNameRule}`;
  return name === '' ? listed('name is required') : undefined;
}

function listed(error: string): string {
  return `1 error occurred:\n\t* ${error}\n\n`;
}
