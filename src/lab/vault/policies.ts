import { vaultPolicyError, vaultPolicyNameError } from '../../validation/vault/policy.ts';
import { data, done, invalid, notFound, written } from './answers.ts';
import type { Context, Paths } from './backend.ts';

/** `sys/policies/acl`, and `sys/policy`, its older name with slightly other answers. */
export function policyPaths(context: Context): Paths {
  const { namespace, body } = context;
  const { product } = context.state;
  const { policies } = namespace;
  const names = (): readonly string[] => [
    ...[...policies.keys()].toSorted(),
    ...(namespace.path === '' ? ['root'] : []),
  ];
  const list = (legacy: boolean) => () => {
    const keys = names();
    return legacy
      ? data({ keys, policies: keys }, { mount: 'system', flat: true })
      : data({ keys }, { mount: 'system' });
  };
  const read =
    (legacy: boolean) =>
    ({ name = '' }: Readonly<Record<string, string>>) => {
      const text = name.toLowerCase() === 'root' && namespace.path === '' ? '' : policies.get(name.toLowerCase());
      if (text === undefined) throw notFound();
      const found = { name: name.toLowerCase(), [legacy ? 'rules' : 'policy']: text };
      return data(found, { mount: 'system', flat: legacy });
    };
  const update = ({ name = '' }: Readonly<Record<string, string>>) => {
    const warnings: string[] = [];
    const lower = name.toLowerCase();
    if (lower !== name) warnings.push(`policy name was converted to ${lower}`);
    const given = body['policy'] ?? body['rules'];
    if (body['policy'] === undefined && body['rules'] !== undefined)
      warnings.push("'rules' is deprecated, please use 'policy' instead");
    const text = given === undefined || given === null ? '' : String(given);
    const refusal = vaultPolicyError(text, product) ?? vaultPolicyNameError(name);
    if (refusal !== undefined) throw invalid(refusal);
    policies.set(lower, plain(text));
    namespace.mayHold.set(lower, product === 'openbao' ? mayHold(body) : []);
    return written('system', warnings);
  };
  const remove = ({ name = '' }: Readonly<Record<string, string>>) => {
    const lower = name.toLowerCase();
    if (lower === 'root') throw invalid('cannot delete "root" policy');
    if (lower === 'default') throw invalid('cannot delete default policy');
    policies.delete(lower);
    return done;
  };
  return [
    { path: 'policies/acl', handlers: { list: list(false) } },
    { path: 'policies/acl/*name', handlers: { read: read(false), update, delete: remove } },
    { path: 'policy', handlers: { read: list(true), list: list(true) } },
    { path: 'policy/*name', handlers: { read: read(true), update, delete: remove } },
  ];
}

/** OpenBao takes some characters in a value for an attempt to widen a path unless it is told otherwise with every write. */
function mayHold(body: Readonly<Record<string, unknown>>): readonly string[] {
  const slashes = body['allow_slashes_in_identity_templates'] === true ? ['/'] : [];
  const wildcards = body['allow_wildcards_in_identity_templates'] === true ? ['*', '+'] : [];
  return [...slashes, ...wildcards];
}

/** Vault takes a policy in base64 too, and stores what it decodes to. */
function plain(given: string): string {
  if (given === '' || given.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(given)) return given;
  return Buffer.from(given, 'base64').toString('utf8');
}
