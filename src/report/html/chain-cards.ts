import type {
  Chain,
  ClaimsLink,
  GrantLink,
  IdentityLink,
  Link,
  LoginLink,
  NoIdentity,
  RulesLink,
  State,
} from '../../simulate/explain/explanation.ts';
import { linkLines, plannedLine } from '../explain-links.ts';

/** A link of a chain in the few words that a picture has room for. */
export interface Card {
  readonly state: State;
  readonly label: string;
  readonly name: string;
  /** What is told below the name; sentences are wrapped, and there is room for three lines. */
  readonly notes: readonly string[];
  /** Everything, for those who point at it. */
  readonly full: string;
}

type Stage = Exclude<Link['link'], 'need'>;

const stages: Readonly<Record<Chain['product'], readonly Stage[]>> = {
  consul: ['identity', 'claims', 'login', 'rules', 'grant'],
  vault: ['identity', 'claims', 'login', 'grant'],
};

/** What a workload goes through before it asks for anything, stages that it does not get to included. */
export function cardsOf({ product, links }: Chain): readonly Card[] {
  const blocked = links.some(({ state }) => state === 'broken') ? 'unreached' : 'unknown';
  return stages[product].map((stage) => {
    const link = links.find((one) => one.link === stage);
    const label = labels[product][stage];
    if (link === undefined) return { state: blocked, label, name: '', notes: [], full: label };
    const { name, notes } = wordsOf(link);
    return { state: link.state, label, name, notes, full: fullText(link) };
  });
}

const labels: Readonly<Record<Chain['product'], Readonly<Record<Stage, string>>>> = {
  consul: { identity: 'Identity', claims: 'JWT', login: 'Auth method', rules: 'Binding rules', grant: 'Token' },
  vault: { identity: 'Identity', claims: 'JWT', login: 'JWT mount', rules: '', grant: 'Token' },
};

/** A link in full: its line, and those below it. */
export function fullText(link: Link): string {
  if (link.state === 'unreached') return plannedLine(link);
  const { title, details } = linkLines(link);
  return [title, ...details].join('\n');
}

type Words = Pick<Card, 'name' | 'notes'>;

function wordsOf(link: Link): Words {
  switch (link.link) {
    case 'identity':
      return identityWords(link);
    case 'claims':
      return claimsWords(link);
    case 'login':
      return loginWords(link);
    case 'rules':
      return link.state === 'unreached' ? { name: '', notes: [] } : rulesWords(link);
    case 'grant':
      return link.state === 'unreached' ? { name: '', notes: [] } : grantWords(link);
    case 'need':
      return { name: link.need, notes: [] };
  }
}

const noIdentity: Readonly<Record<NoIdentity, string>> = {
  'no consul block': 'there is no consul block',
  'no vault block': 'there is no vault block',
  'not configured': 'neither job nor servers name one',
  'stored without': 'the job was registered without one',
};

function identityWords({ identity, why }: IdentityLink): Words {
  if (identity !== null) return { name: identity, notes: ['Nomad signs a JWT for it'] };
  return { name: 'no identity', notes: why === undefined ? [] : [noIdentity[why]] };
}

function claimsWords({ from, claims }: ClaimsLink): Words {
  const { aud } = claims;
  const audience = Array.isArray(aud) ? aud.map(plain).join(', ') : plain(aud ?? '(none)');
  const told = { nomad_namespace: 'namespace', nomad_job_id: 'job', nomad_task: 'task', nomad_service: 'service' };
  const notes = Object.entries(told).flatMap(([claim, word]) =>
    claims[claim] === undefined ? [] : [`${word} ${plain(claims[claim])}`],
  );
  return { name: `aud ${audience}`, notes: from === 'token' ? ['the one given', ...notes] : notes };
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function loginWords({ at, error, reason, mapped, bound, state }: LoginLink & { readonly state: State }): Words {
  const name = 'authMethod' in at ? at.authMethod : `auth/${at.mount}`;
  const role = 'role' in at ? [`role ${at.role || '(none)'}`] : [];
  if (state === 'broken') return { name, notes: [...role, error ?? reason ?? 'refused'] };
  if (state !== 'ok') return { name, notes: [...role, ...(reason === undefined ? [] : [reason])] };
  const fits = bound.length === 0 ? [] : [`${String(bound.length)} bound ${bound.length === 1 ? 'claim' : 'claims'}`];
  return {
    name,
    notes: [...role, ...fits, `${String(mapped.length)} ${mapped.length === 1 ? 'claim' : 'claims'} mapped`],
  };
}

function rulesWords({ tried, error }: RulesLink): Words {
  const matched = tried.filter((rule) => rule.matched);
  const gives = matched.map(({ bindType, bindName, name, exists }) => {
    const what = `${bindType} ${name ?? bindName}`;
    return exists === false ? `${what} does not exist` : what;
  });
  const wrong = [...tried.flatMap((rule) => rule.error ?? []), ...(error === null ? [] : [error])].slice(0, 1);
  return { name: `${String(matched.length)} of ${String(tried.length)} match`, notes: [...wrong, ...gives] };
}

function grantWords({ roles, policies, identities, missing, error }: GrantLink): Words {
  const given = [
    ...roles.map(({ name, policies: own }) => ({
      name,
      what: own.length === 0 ? 'role' : `role with ${own.join(', ')}`,
    })),
    // Every token of Vault has this one, which says little.
    ...[...policies.filter((name) => name !== 'default'), ...policies.filter((name) => name === 'default')].map(
      (name) => ({
        name,
        what: 'policy',
      }),
    ),
    ...identities.map(identityParts),
  ];
  const lacking = missing.map((one) => `${one} does not exist`);
  const wrong = error === null ? [] : [error];
  const [first = { name: 'no rights', what: '' }, ...others] = given;
  return {
    name: first.name,
    notes: [...lacking, ...wrong, first.what, ...others.map(({ name, what }) => `${what} ${name}`)].filter(Boolean),
  };
}

/** `service identity web` is one called `web`. */
function identityParts(text: string): { readonly name: string; readonly what: string } {
  const [, what = '', name = text] = /^((?:service|node) identity) (.*)$/s.exec(text) ?? [];
  return { name, what };
}
