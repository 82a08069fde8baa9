import { expect, it } from 'vitest';
import { jwtRoleError } from '../../../src/validation/vault/jwt-role.ts';

const role = (name: string): object => ({
  role_type: 'jwt',
  user_claim: 'sub',
  bound_audiences: 'a',
  token_policies: ['good', name],
  token_policies_template_claims: true,
});

it.each([
  ['{{.x', 'unclosed action'],
  ['{{.x}} {{end}}', 'unexpected {{end}}'],
  ['{{ key "x" }}', 'function "key" not defined'],
])('OpenBao refuses the policy name %s as a template', (name, why) => {
  const text = `failed to parse template policy [1]: unable to parse template: template: template:1: ${why}`;
  const refused = jwtRoleError(role(name), { dialect: 'openbao' });
  expect(refused).toMatchObject({ status: 500, text: `1 error occurred:\n\t* ${text}\n\n` });
});

it.each(['plain', '{{.x}}', '{{ .x | lowercase | truncate 5 }}', '{{if .x}}a{{else}}b{{end}}'])(
  'OpenBao takes the policy name %s',
  (name) => {
    expect(jwtRoleError(role(name), { dialect: 'openbao' })).toBeUndefined();
  },
);

it('Vault knows no templates in names of policies', () => {
  expect(jwtRoleError(role('{{.x'), { dialect: 'vault' })).toBeUndefined();
});
