import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { hidden, isSecretName, templateWithoutCredentials, withoutCredentials, withoutToken } from './secret-texts.ts';

/** Of a job's members, those that decide about no identity, login or need. Most of a job's text is in them. */
const irrelevant: readonly string[] = [
  'Affinities',
  'CSIPluginConfig',
  'Disconnect',
  'DispatchPayload',
  'JobSummary',
  'Migrate',
  'Reschedule',
  'ReschedulePolicy',
  'RestartPolicy',
  'ScalingPolicies',
  'Spreads',
  'StatusDescription',
  'UI',
  'Update',
  'VersionTag',
  'VolumeMounts',
  'Volumes',
];

type Treatment = 'left out' | 'secret' | 'template' | 'free text';

/** Members by what becomes of them; others are looked through. */
const treatments: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ...irrelevant.map((name) => [name, 'left out'] as const),
  // What a job was registered with.
  ['ConsulToken', 'secret'],
  ['VaultToken', 'secret'],
  // Of a dispatched job, as Nomad was given it.
  ['Payload', 'secret'],
  ['EmbeddedTmpl', 'template'],
  // Of people: whatever they put there, by whatever name.
  ['Config', 'free text'],
  ['Env', 'free text'],
  ['Header', 'free text'],
  ['Meta', 'free text'],
]);

/** Instead of a secret: none, or whether a parameterised job takes a payload, which stands under the name of one. */
const saysNothing: ReadonlySet<unknown> = new Set(['', 'optional', 'required', 'forbidden']);

/**
 * A job as Nomad gives it, with what predictions and rules look at and without secrets: values of its environment that
 * look like credentials, its payload, its tokens, credentials of artifacts and drivers. Where one was, `(secret)` stands.
 * @returns the job, which shares with `job` what is the same in both
 */
export function jobWithoutSecrets(job: ApiObject): ApiObject {
  return trimmed(job);
}

function trimmed(object: ApiObject): ApiObject {
  // Jobs are many, and most of their objects have something that is left out: a copy begins with the first such member.
  let kept: Record<string, unknown> | undefined;
  for (const name in object) {
    const value = object[name];
    const now = member(name, value, object);
    if (kept === undefined) {
      if (now === value) continue;
      kept = newObject();
      for (const before in object) {
        if (before === name) break;
        kept[before] = object[before];
      }
    }
    if (now !== undefined) kept[name] = now;
  }
  return kept ?? object;
}

/**
 * `{}` with room: V8 gives a literal four places and moves the members that come later, every three of them, elsewhere. For
 * objects of one constructor it learns how many they come to have, which takes half the memory and time.
 */
function newObject(): Record<string, unknown> {
  return new (Roomy as unknown as new () => Record<string, unknown>)();
}
function Roomy(): void {
  // Nothing that a literal has not.
}
Roomy.prototype = Object.prototype;

/** What becomes of a member; `undefined` when it is left out. */
function member(name: string, value: unknown, of: ApiObject): unknown {
  // Null and an empty list mean the same as nothing, to Nomad too; other empty values do not.
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  const treatment = treatments.get(name);
  if (treatment === undefined) return name.startsWith('Getter') ? cleaned(value, '') : inJob(value);
  if (treatment === 'left out') return undefined;
  if (treatment === 'free text') return cleaned(value, '');
  if (treatment === 'secret') return saysNothing.has(value) ? value : hidden;
  if (typeof value !== 'string') return inJob(value);
  return templateWithoutCredentials(value, text(of['LeftDelim']), text(of['RightDelim']));
}

function inJob(value: unknown): unknown {
  if (typeof value === 'string') return value.length < 16 ? value : withoutCredentials(value);
  if (Array.isArray(value)) return each(value, inJob);
  return isObject(value) ? trimmed(value) : value;
}

/** The list itself when nothing in it changes. */
function each(values: readonly unknown[], change: (value: unknown) => unknown): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let at = 0; at < values.length; at += 1) {
    const now = change(values[at]);
    if (now !== values[at]) (changed ??= [...values])[at] = now;
  }
  return changed ?? values;
}

/** A tree of free text without what is called like a secret or looks like one. */
export function cleaned(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (value === '') return value;
    // A value that is filled in on the client is no secret yet.
    if (isSecretName(name) && !/^\s*\$\{[^}]*\}\s*$/.test(value)) return hidden;
    return withoutToken(value);
  }
  if (Array.isArray(value)) return afterFlags(each(value, (one) => cleaned(one, name)));
  if (!isObject(value)) return value;
  let clean: Record<string, unknown> | undefined;
  for (const key in value) {
    const now = cleaned(value[key], key);
    if (now !== value[key]) (clean ??= { ...value })[key] = now;
  }
  return clean ?? value;
}

/** In a list of arguments, a value may stand behind its flag: `["--token", "…"]`. */
function afterFlags(values: readonly unknown[]): readonly unknown[] {
  if (!values.some(isSecretFlag)) return values;
  return values.map((value, index) => {
    const isValue = typeof value === 'string' && !/^(?:-|\$\{[^}]*\}$|$)/.test(value);
    return isValue && isSecretFlag(values[index - 1]) ? hidden : value;
  });
}

function isSecretFlag(value: unknown): boolean {
  return typeof value === 'string' && /^--?\w/.test(value) && isSecretName(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
