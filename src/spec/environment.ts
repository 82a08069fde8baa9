import { WidError } from '../support/errors.ts';
import type { DocumentPath, SpecDocument } from './document.ts';

/** The environment that `${NAME}` is filled from. */
export type Environment = Readonly<Record<string, string | undefined>>;

const reference = /\$\{([^{}]*)\}/g;
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** In other fields `${value.x}` and `${accessor.x}` have meanings of their own; only this shape is a mistake there. */
const looksLikeVariable = /\$\{([A-Z_][A-Z0-9_]*)\}/;

/** Fields whose text is another's language or meant for people; what looks like a variable there is left alone. */
const foreign = new Set(['rules', 'policy', 'description']);
const issuerFields = new Set(['jwks_url', 'oidc_discovery_url', 'issuer', 'ca_file']);

/** Whether the field at a path is documented as taking `${NAME}`. */
function takesVariables(path: DocumentPath): boolean {
  const [section, , field] = path;
  if (section === 'issuers') return path.length === 3 && issuerFields.has(String(field));
  return section === 'manifest' && path.length === 2 && path[1] === 'path';
}

/**
 * The document's value with `${NAME}` filled in where a field takes it. A secret takes nothing but one whole `${NAME}`,
 * which stays as it is: only what sends it to its server asks for the value.
 */
export function fillEnvironment(
  document: SpecDocument,
  environment: Environment,
): { value: unknown; errors: readonly WidError[] } {
  const errors: WidError[] = [];

  const fill = (text: string, path: DocumentPath): string =>
    text.replace(reference, (whole, name: string, offset: number) => {
      const place = document.textAt(path, offset, offset + whole.length);
      if (!variable.test(name)) {
        errors.push(new WidError('spec', `${whole} names no environment variable`, { place, hint: 'write ${NAME}' }));
        return whole;
      }
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (value !== undefined && value !== '') return value;
      errors.push(
        new WidError('spec', `the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`, {
          place,
          hint: `set ${name}, or write the value here`,
        }),
      );
      return whole;
    });

  const visit = (value: unknown, path: DocumentPath): unknown => {
    if (typeof value === 'string') {
      const field = String(path.at(-1));
      if (takesVariables(path)) return fill(value, path);
      if (field === 'oidc_client_secret') {
        if (!/^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(value)) errors.push(literalSecret(document, path));
        return value;
      }
      const found = looksLikeVariable.exec(value);
      if (found !== null && !foreign.has(field)) {
        errors.push(
          new WidError('spec', `${describePath(path)} takes no environment variables, but has ${found[0]}`, {
            place: document.textAt(path, found.index, found.index + found[0].length),
            hint: 'they are filled in only in the URLs, issuer and ca_file of issuers, in manifest.path, and as oidc_client_secret',
          }),
        );
      }
      return value;
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]));
    }
    return value;
  };

  return { value: visit(document.value, []), errors };
}

function literalSecret(document: SpecDocument, path: DocumentPath): WidError {
  return new WidError('spec', `${describePath(path)} takes only the name of an environment variable`, {
    place: document.keyAt(path),
    hint: 'write for example "${OIDC_CLIENT_SECRET}" and set that variable; take the secret out of the file and change it',
  });
}

/** `consul.roles.web.policies[0]`; keys with other characters than names have are quoted. */
export function describePath(path: DocumentPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      const name = /^[\w$-]+$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
