import { WidError } from '../support/errors.ts';
import { parseJob } from '../syntax/jobspec/parse-job.ts';
import { upstreamRange } from '../syntax/jobspec/upstream-range.ts';
import type { ClaimValue } from './nomad-claims/claims.ts';
import { claimsOf } from './nomad-claims/claims.ts';
import { canonicalizeJob } from './nomad-claims/canonicalize.ts';
import type { Job } from './nomad-claims/job.ts';
import { nodeAt } from './nomad-claims/members.ts';
import { readJob } from './nomad-claims/read-job.ts';
import { registerJob } from './nomad-claims/register.ts';
import type { NomadNamespace, NomadServer } from './nomad-claims/server.ts';
import { readNamespace, readServer } from './nomad-claims/server.ts';
import type { Signing } from './nomad-claims/signing.ts';
import { signingsOf } from './nomad-claims/signing.ts';

export interface NomadPrediction {
  readonly accepted: boolean;
  /** The text of the API's answer; `null` when the job is accepted. */
  readonly error: string | null;
  /** Texts that it might give instead. */
  readonly alternatives?: readonly string[];
  /** Each for itself, as the API lists them; those of a refused job as `/v1/validate/job` does. */
  readonly warnings: readonly string[];
  readonly identities: readonly PredictedIdentity[];
}

export interface PredictedIdentity {
  readonly group: string;
  /** The task that the identity belongs to or that the service stands in; `null` for services of a group. */
  readonly task: string | null;
  /** The name as it stands in the stored job; `null` for identities of tasks. */
  readonly service: string | null;
  readonly identity: string;
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** Names of claims that depend on time or placement; `extra_claims.KEY` where only one of the extra claims does. */
  readonly unknown: readonly string[];
}

/**
 * Which identities and JWTs a job gets, before it is submitted. A job with a `ParentID` is taken as the stored child of a
 * dispatch or a schedule, which is not registered again. Throws `syntax` where the input cannot be read.
 */
export function predictNomad(input: unknown): NomadPrediction {
  const { value } = nodeAt(input, 'the question');
  const server = readServer(value['nomad']);
  const given = value['namespace'];
  const namespace = given === undefined || given === null ? undefined : readNamespace(given);
  const found = jobOf(value);
  if ('error' in found) return { accepted: false, error: found.error, warnings: [], identities: [] };
  const job = inNamespace(found.job, namespace);
  const stored = readJob(job);
  if (stored.parentId !== '')
    return { accepted: true, error: null, warnings: [], identities: ofChild(stored, server, namespace) };
  const registration = registerJob(job, server);
  if (!registration.accepted) {
    const { error, alternatives, warnings } = registration;
    return {
      accepted: false,
      error,
      ...(alternatives.length === 0 ? {} : { alternatives }),
      warnings,
      identities: [],
    };
  }
  const identities = signingsOf(registration.job, server, namespace).map(predicted);
  return { accepted: true, error: null, warnings: registration.warnings, identities };
}

type Given = { readonly job: unknown } | { readonly error: string };

function jobOf(input: Readonly<Record<string, unknown>>): Given {
  const { job, jobHCL, variables } = input;
  if (job !== undefined && job !== null) return { job };
  if (typeof jobHCL !== 'string') throw new WidError('syntax', 'job must be given as an object, or jobHCL as a text');
  const given = variables === undefined || variables === null ? {} : nodeAt(variables, 'variables').value;
  const texts = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return parsed(jobHCL, Object.fromEntries(texts) as Readonly<Record<string, string>>);
}

/** The job of a file, or its mistakes as `POST /v1/jobs/parse` tells of them. */
function parsed(text: string, variables: Readonly<Record<string, string>>): Given {
  const reading = parseJob({ name: 'input.hcl', text }, { variables });
  if (reading.ok) return { job: reading.job };
  const lines = reading.problems.map((problem) => {
    const told = problem.refusal ?? problem.message;
    return `${placeless.test(told) ? '<nil>' : upstreamRange(text, problem)}: ${told}`;
  });
  return { error: `Failed to parse job: ${lines.join('\n')}` };
}

/** Mistakes that Nomad has no place for. */
const placeless = /^(?:Unset variable ".*"|Missing job block); /;

/** A job that names no namespace goes to the one that is asked about. */
function inNamespace(job: unknown, namespace: NomadNamespace | undefined): unknown {
  if (namespace === undefined) return job;
  const read = readJob(job);
  if (read.namespace !== '') return job;
  const { value } = nodeAt(job, 'job');
  return { ...value, Namespace: namespace.name };
}

function ofChild(job: Job, server: NomadServer, namespace: NomadNamespace | undefined): readonly PredictedIdentity[] {
  canonicalizeJob(job, server.region);
  return signingsOf(job, server, namespace).map(predicted);
}

function predicted(signing: Signing): PredictedIdentity {
  const { group, task, service, identity } = signing;
  const { claims, unknown } = claimsOf(signing);
  const holder = service === undefined ? task : group.tasks.find(({ services }) => services.includes(service));
  return {
    group: group.name,
    task: holder?.name ?? null,
    service: service?.name ?? null,
    identity: identity.name,
    claims,
    unknown: unknown.map(({ claim }) => claim),
  };
}
