import { mistake, type Context } from '../context.ts';
import type { SpecDocument } from '../document.ts';
import { draftOf, identityOf, type Draft } from '../draft.ts';
import type { Entry } from '../entry.ts';
import { vaultFields, type Issuer } from '../issuer.ts';
import type { SpecFile } from '../schema.ts';
import { spotIn } from '../spot.ts';
import { vaultNamespaceIdentity } from '../vault-namespace.ts';
import { textFromFile } from './text-from-file.ts';
import { withIssuer } from './with-issuer.ts';

type Section = NonNullable<SpecFile['vault']>;

/** The objects that one file's `vault` asks for. `existing` are the paths of mounts that others manage. */
export function readVault(
  context: Context,
  document: SpecDocument,
  section: Section,
  existing: ReadonlySet<string>,
): readonly Draft[] {
  const namespaces = Object.entries(section.namespaces ?? {}).map(([key, entry]) =>
    draftOf('vault/namespace', namespaceIdentity(key, entry), entry, spotIn(document, ['vault', 'namespaces', key])),
  );
  const mounts = Object.entries(section.auth_mounts ?? {}).flatMap(([key, entry]) =>
    readMount(context, document, key, entry, existing),
  );
  const policies = Object.entries(section.policies ?? {}).map(([key, entry]) => {
    const { value, spot, incomplete } = textFromFile(context, document, ['vault', 'policies', key], entry, 'policy');
    return { ...draftOf('vault/policy', identityOf(key, entry), entry, spot, value), incomplete };
  });
  return [...namespaces, ...mounts, ...policies];
}

function readMount(
  context: Context,
  document: SpecDocument,
  key: string,
  entry: Entry,
  existing: ReadonlySet<string>,
): readonly Draft[] {
  const at = ['vault', 'auth_mounts', key];
  const spot = spotIn(document, at);
  const identity = withoutSlashes(identityOf(key, entry));
  const { namespace } = identity;
  const config = entry['config'] as Entry | undefined;
  const drafts: Draft[] = [];
  if (existing.has(identity.name)) {
    const own = Object.keys(entry).find(
      (field) => entry[field] !== undefined && !['roles', 'name', 'namespace', 'depends_on'].includes(field),
    );
    if (own !== undefined) {
      mistake(
        context,
        `${own} cannot be set: the mount "${identity.name}" is listed as existing`,
        spot.key(own),
        'take it off vault.existing.auth_mounts',
      );
    }
  } else {
    drafts.push(draftOf('vault/auth-mount', identity, entry, spot));
  }

  let issuer: Issuer | undefined;
  if (config !== undefined) {
    const configSpot = spotIn(document, [...at, 'config']);
    issuer = withIssuer(context, config, configSpot);
    const given = issuer === undefined ? {} : vaultFields(issuer);
    const incomplete = issuer === undefined && config['issuer'] !== undefined;
    drafts.push({ ...draftOf('vault/jwt-config', identity, config, configSpot, given), incomplete });
  }

  for (const [roleKey, role] of Object.entries((entry['roles'] ?? {}) as Readonly<Record<string, Entry>>)) {
    const roleIdentity = {
      ...identityOf(roleKey, role, identity.name),
      ...(namespace === undefined ? {} : { namespace }),
    };
    // An issuer's audience is meant for every role that its JWTs may take.
    const audience = issuer?.audiences === undefined ? {} : { bound_audiences: issuer.audiences.toSorted() };
    drafts.push(draftOf('vault/jwt-role', roleIdentity, role, spotIn(document, [...at, 'roles', roleKey]), audience));
  }
  return drafts;
}

function namespaceIdentity(key: string, entry: Entry): Draft['identity'] {
  const { name, namespace } = identityOf(key, entry);
  return vaultNamespaceIdentity(namespace === undefined ? name : `${namespace}/${name}`);
}

/** `jwt/` and `jwt` are one mount. */
export function withoutSlashes<T extends { readonly name: string }>(identity: T): T {
  return { ...identity, name: identity.name.replace(/^\/+|\/+$/g, '') };
}
