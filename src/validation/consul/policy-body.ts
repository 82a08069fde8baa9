import { refusal, type Refusal } from '../refusal.ts';
import { decodeBody, members, storedMembers, text, textListOf, textOf, texts, type Shape } from './body.ts';
import { consulPolicyError, consulPolicyNameError } from './policy.ts';

const shape: Extract<Shape, { kind: 'object' }> = {
  kind: 'object',
  go: 'struct { Hash string; *structs.Alias }',
  struct: '',
  members: {
    ...members({ ID: text, Name: text, Description: text, Rules: text, Datacenters: texts }, 'Alias'),
    ...storedMembers('Alias'),
    Hash: { shape: text, path: 'Hash' },
  },
};

/** A policy as a request to Consul holds it. */
export interface PolicyBody {
  readonly id: string;
  readonly name: string;
  readonly rules: string;
  readonly datacenters: readonly string[];
}

/** Reads a policy, whether or not {@link policyBodyError} has something to say about it. */
export function readPolicyBody(policy: unknown): PolicyBody {
  const { body } = decodeBody('Policy', shape, policy);
  return {
    id: textOf(body, 'ID'),
    name: textOf(body, 'Name'),
    rules: textOf(body, 'Rules'),
    datacenters: textListOf(body, 'Datacenters'),
  };
}

/**
 * What Consul 1.22 answers to a policy that it refuses, in the order of its checks.
 * @param nameTaken whether another policy has that name
 */
export function policyBodyError(policy: unknown, nameTaken: (name: string) => boolean): Refusal | undefined {
  const { refused } = decodeBody('Policy', shape, policy);
  if (refused !== undefined) return refused;
  const { name, rules } = readPolicyBody(policy);
  const misnamed =
    consulPolicyNameError(name) ??
    (nameTaken(name) ? `Invalid Policy: A Policy with Name "${name}" already exists` : undefined);
  if (misnamed !== undefined) return refusal(500, misnamed, ['Name']);
  const broken = consulPolicyError(rules);
  return broken === undefined ? undefined : refusal(500, broken, ['Rules']);
}
