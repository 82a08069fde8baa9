import type { Job, World } from '../model/world.ts';
import { vocabularyOf } from './vocabulary.ts';

/**
 * Tells jobs apart by kind: of two jobs of a kind each is the other with another id, and nothing around them knows their ids
 * apart, so what the truth engine and the rules say of one they say of the other, with its id in the place of the first. Only
 * that a name is too long may be true of one alone: a job stands for those whose ids are no longer than its own.
 * @param world what is around the jobs: agents, Consul, Vault
 * @returns what is the same for all jobs of a kind; `undefined` for a job that is like no other
 */
export function jobKindsIn(world: World): (job: Job) => string | undefined {
  const vocabulary = vocabularyOf(world);
  if (vocabulary === undefined) return () => undefined;
  return ({ id, namespace, job, stored }) => {
    // What is still to be registered may be refused for anything that is in it.
    if (!stored || !isPlainId(id)) return undefined;
    if (vocabulary.mentions(id)) return undefined;
    const deciding = written(job, decidesNothing);
    const whole = vocabulary.namesMeta || refersToValues(deciding) ? written(job, ofRegistration) : deciding;
    const text = whole.replaceAll(id, anyId);
    // Part of a longer word, it may come to anything together with what stands before.
    if (insideWord.test(text)) return undefined;
    return [namespace, ...vocabulary.beginningsOf(id), anyId + text].join(' ');
  };
}

const anyId = '\0';
const insideWord = /[A-Za-z0-9]\0/;

/**
 * Of letters that mean the same everywhere. With a hyphen or a digit, for one word may also be a driver, a function of
 * templates, or anything else that has a meaning of its own.
 */
function isPlainId(id: string): boolean {
  return /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(id) && /[-0-9]/.test(id);
}

/** What a registration leaves in a job. */
const ofRegistration: ReadonlySet<string> = new Set([
  'CreateIndex',
  'JobModifyIndex',
  'ModifyIndex',
  'NomadTokenID',
  'SubmitTime',
  'Version',
]);

/** What decides about nothing once Nomad has taken the job: where and how often it runs, and what people note. */
const decidesNothing: ReadonlySet<string> = new Set([
  ...ofRegistration,
  'AllAtOnce',
  'CanaryMeta',
  'CanaryTags',
  'Checks',
  'Constraints',
  'Count',
  'DispatchIdempotencyToken',
  'EphemeralDisk',
  'KillSignal',
  'KillTimeout',
  'Leader',
  'LogConfig',
  'Meta',
  'Networks',
  'PreventRescheduleOnLost',
  'Priority',
  'Resources',
  'ShutdownDelay',
  'Stable',
  'Tags',
  'User',
]);

/** A value and all that is in it as a text, of which there is one for each value. JSON takes twice the time. */
function written(value: unknown, without: ReadonlySet<string>): string {
  if (typeof value === 'string') return writtenText(value);
  if (typeof value !== 'object' || value === null) return `${String(value)}${endOfOther}`;
  let text = '';
  if (Array.isArray(value)) {
    for (const one of value) text += written(one, without);
    return `[${text}]`;
  }
  for (const name in value) {
    if (without.has(name)) continue;
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (without === decidesNothing && (name === 'Config' || name === 'Env')) text += told(name, member);
    else text += writtenText(name) + written(member, without);
  }
  return `{${text}}`;
}

const endOfText = '\u0001';
const endOfOther = '\u0002';
const marks = /[\0-\u0002]/; // oxlint-disable-line no-control-regex -- these are the marks

function writtenText(text: string): string {
  return (marks.test(text) ? JSON.stringify(text) + endOfOther : text) + endOfText;
}

/** What a program is called with, when it may be about tokens, gateways or the products themselves. */
function told(name: string, value: unknown): string {
  const text = written(value, nothing);
  return speaksOfIdentity.test(text) ? writtenText(name) + text : '';
}

const nothing: ReadonlySet<string> = new Set();
const speaksOfIdentity = /token|vault|bao|consul|nomad|secret|gateway|api\.sock|\$\{|\{\{/i;

/** To the environment or to metadata: by a reference, or from a template. */
function refersToValues(text: string): boolean {
  return text.includes('${') || /\b(?:env|envOrDefault|mustEnv)[\s`(]|\|\s*(?:env|mustEnv)\b/.test(text);
}
