/** What Consul says about an object before it stores it; `undefined` when it takes it. Names come first, as in Consul. */
type Given = Readonly<Record<string, unknown>>;

export function policyError(given: Given): string | undefined {
  const name = given['Name'];
  if (typeof name !== 'string' || name === '') return 'Invalid Policy: no Name is set';
  if (name.startsWith('builtin/') || name.startsWith('/'))
    return "Invalid Policy: invalid Name. Names cannot be prefixed with '/' or 'builtin/'";
  return undefined;
}

export function roleError(given: Given): string | undefined {
  const name = given['Name'];
  if (typeof name !== 'string' || name === '') return 'Invalid Role: no Name is set';
  if (!/^[A-Za-z0-9\-_]{1,256}$/.test(name))
    return "Invalid Role: invalid Name. Only alphanumeric characters, '-' and '_' are allowed";
  return undefined;
}

export function authMethodError(given: Given, _previous?: unknown, _state?: unknown): string | undefined {
  const name = given['Name'];
  if (typeof name !== 'string' || name === '') return 'Invalid Auth Method: no Name is set';
  return undefined;
}

export function bindingRuleError(given: Given, _method?: unknown): string | undefined {
  if (given['BindType'] === undefined || given['BindType'] === '') return 'Invalid Binding Rule: no BindType is set';
  return undefined;
}
