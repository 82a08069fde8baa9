import type {
  ClaimsLink,
  DecidedBy,
  GrantLink,
  IdentityLink,
  Instead,
  Link,
  LoginLink,
  NeedLink,
  NoIdentity,
  RulesLink,
  TriedRule,
} from '../simulate/explain/explanation.ts';
import { reasonText } from './reason-text.ts';
import type { Request } from '../simulate/explain/requests.ts';

export interface LinkLines {
  readonly title: string;
  readonly details: readonly string[];
}

/** A link of a chain in words: one line, and those below it. */
export function linkLines(link: Link): LinkLines {
  switch (link.link) {
    case 'identity':
      return identityLines(link);
    case 'claims':
      return claimsLines(link);
    case 'login':
      return loginLines(link);
    case 'rules':
      return rulesLines(link);
    case 'grant':
      return grantLines(link);
    case 'need':
      return needLines(link);
  }
}

/** What would come next, of a link that is not reached. */
export function plannedLine(link: Link): string {
  switch (link.link) {
    case 'rules':
      return 'binding rules';
    case 'grant':
      return 'token';
    case 'need':
      return `${link.need}${link.request === null ? '' : ` asks ${requestText(link.request)}`}`;
    default:
      return linkLines(link).title;
  }
}

const noIdentity: Readonly<Record<NoIdentity, string>> = {
  'no consul block': 'neither the task nor its group has a consul block, so Nomad gives it no JWT for Consul',
  'no vault block': 'the task has no vault block, so Nomad gives it no JWT for Vault',
  'not configured': "the job names no identity, and the servers' configuration adds none",
  'stored without':
    'the job was registered without one: it names none, and the servers added none then; register it again once they do',
};

/** What Nomad's client does for a workload that has no identity. */
const askedInstead: Readonly<Record<Instead, string>> = {
  agent: "Nomad's client asks with its own token instead, and may do whatever that token may",
  'environment of the agent':
    "Nomad's client asks with the token in CONSUL_HTTP_TOKEN of its own environment instead, or as anonymous without one",
  'invalid-token': 'it is asked with the word invalid-token, which Consul knows no token by',
  none: 'it is asked with no token at all, or not asked',
  unknown: 'whose token is used instead is not known of this version of Nomad',
};

function identityLines({ identity, why, instead }: IdentityLink): LinkLines {
  if (identity !== null) return { title: `identity ${identity}`, details: [] };
  const details = [
    ...(why === undefined ? [] : [noIdentity[why]]),
    ...(instead === undefined ? [] : [askedInstead[instead]]),
  ];
  return { title: 'no identity', details };
}

function claimsLines({ from, claims, unknown }: ClaimsLink): LinkLines {
  const known = Object.entries(claims).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const later = unknown.map(({ claim }) => claim);
  return {
    title: from === 'token' ? 'the claims of the JWT that was given' : 'the claims of its JWT',
    details: [...known, ...(later.length === 0 ? [] : [`known only when it runs: ${later.join(', ')}`])],
  };
}

function loginLines({ at, error, alternatives = [], reason, mapped, bound }: LoginLink): LinkLines {
  const where = 'authMethod' in at ? `auth method ${at.authMethod}` : `auth/${at.mount}, role ${at.role || '(none)'}`;
  return {
    title: error === null ? `login at ${where}` : `login at ${where} is refused`,
    details: [
      ...(error === null ? [] : [`the server says: ${error}`]),
      ...alternatives.map((other) => `or: ${other}`),
      ...(reason === undefined ? [] : [reason]),
      ...mapped.map(
        ({ claim, target, value }) => `${claim} -> ${target} = ${value === null ? '(none)' : JSON.stringify(value)}`,
      ),
      ...bound.map(({ claim, ok, error: why }) => `bound claim ${claim}: ${ok ? 'fits' : (why ?? 'does not fit')}`),
    ],
  };
}

function rulesLines({ tried, error }: RulesLink): LinkLines {
  const matched = tried.filter((rule) => rule.matched).length;
  const rules = tried.length === 1 ? '1 binding rule' : `${String(tried.length)} binding rules`;
  return {
    title: `${String(matched)} of ${rules} ${matched === 1 ? 'matches' : 'match'}`,
    details: [...(error === null ? [] : [`the server says: ${error}`]), ...tried.flatMap(ruleLines)],
  };
}

function ruleLines({ selector, matched, sees, bindType, bindName, name, exists, error }: TriedRule): readonly string[] {
  const values = Object.entries(sees).map(
    ([field, value]) => `${field} is ${value === null ? 'not there' : JSON.stringify(value)}`,
  );
  const outcome =
    error ?? (name === undefined ? '' : `gives ${bindType} ${name}${exists === false ? ', which does not exist' : ''}`);
  return [
    `${matched ? 'matches' : 'does not match'}: ${selector === '' ? '(every token)' : selector}, for ${bindType} ${bindName}`,
    ...(values.length === 0 ? [] : [`  because ${values.join(', ')}`]),
    ...(outcome === '' ? [] : [`  ${outcome}`]),
  ];
}

function grantLines({ policies, roles, identities, missing, left, error }: GrantLink): LinkLines {
  const nothing = policies.length + roles.length + identities.length === 0;
  return {
    title: nothing ? 'a token comes of it with nothing' : 'a token comes of it',
    details: [
      ...(error === null ? [] : [`the server says: ${error}`]),
      ...missing.map((one) => `${one} does not exist`),
      ...roles.map(
        ({ name, policies: own }) => `role ${name}${own.length === 0 ? '' : ` with policy ${own.join(', ')}`}`,
      ),
      ...(policies.length === 0 ? [] : [`policy ${policies.join(', ')}`]),
      ...identities,
      ...left.map(({ what, error: why }) => `without ${what}: ${why}`),
    ],
  };
}

function needLines({
  need,
  origin,
  request,
  conditional,
  unknown,
  lack,
  allow,
  decidedBy,
  reason,
}: NeedLink): LinkLines {
  const verdict = allow === null ? 'not known' : allow ? 'allowed' : 'denied';
  const asks = request === null ? '' : ` asks ${requestText(request)}`;
  const context = [...(origin === '' ? [] : [origin]), ...(conditional ? ['under a condition'] : [])];
  const left = allow === false && lack === 'filtered';
  return {
    title: `${need}${asks}: ${verdict}`,
    details: [
      ...(context.length === 0 ? [] : [context.join(', ')]),
      ...unknown.map(reasonText),
      ...(decidedBy === null ? [] : [decidedText(decidedBy)]),
      ...(left ? ['no error comes of it: the answer leaves out what the token may not see'] : []),
      ...(reason === undefined ? [] : [reason]),
    ],
  };
}

/** `key:read on "app/config"`, `read on secret/data/app`. */
export function requestText(request: Request): string {
  if (request.product === 'vault') return `${request.capability} on ${request.path}`;
  return `${request.resource}:${request.access} on ${JSON.stringify(request.segment)}`;
}

/** Which rule of which policy decided. */
export function decidedText(by: DecidedBy): string {
  if ('defaultPolicy' in by) return `no rule of any policy is about it, and the default policy is ${by.defaultPolicy}`;
  if ('rule' in by)
    return `decided by ${by.rule}${by.name === undefined ? '' : ` ${JSON.stringify(by.name)}`} = ${by.access} of ${by.policy}`;
  if (by.path === null) return 'no path of any policy fits';
  return `decided by path ${JSON.stringify(by.path)} of policy ${by.policies.join(', ')}, which gives ${by.capabilities.join(', ')}`;
}
