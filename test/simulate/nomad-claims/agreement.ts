import { isDeepStrictEqual } from 'node:util';
import { readServer } from '../../../src/simulate/nomad-claims/server.ts';
import { registerJob } from '../../../src/simulate/nomad-claims/register.ts';
import { signingsOf } from '../../../src/simulate/nomad-claims/signing.ts';
import { claimsOf } from '../../../src/simulate/nomad-claims/claims.ts';
import { claimsText, headerText } from '../../../src/simulate/nomad-claims/text.ts';
import { warningsText } from '../../../src/simulate/nomad-claims/multierror.ts';
import { predictNomad, type NomadPrediction } from '../../../src/simulate/nomad.ts';
import { predictedStored, standIns, type Observation } from './observation.ts';
import { agents } from './servers.ts';
import type { Entry } from './table.ts';

/** What the client of the test makes of names that are known to no one before. */
const interpolatedNames: Readonly<Record<string, string>> = {
  'g-${NOMAD_ALLOC_INDEX}': 'g-0',
  'h-${node.datacenter}': 'h-dc1',
  'd-${NOMAD_META_given}': 'd-now',
};

/** What is predicted for an entry, in the form of what was observed; the tokens are filled with the stand-ins. */
export function expectation({ agent, job, until }: Entry): Observation {
  const { nomad } = agents[agent];
  const prediction = predictNomad({ nomad, job });
  const server = readServer(nomad);
  const registration = registerJob(job, server);
  if (!registration.accepted)
    return {
      error: registration.error,
      warnings: '',
      validation: { error: registration.error, warnings: warningsText(prediction.warnings) },
      stored: null,
      tokens: [],
    };
  const placement = {
    allocationId: standIns.allocationId,
    jti: standIns.jti,
    now: standIns.now,
    node: { id: standIns.nodeId, datacenter: 'dc1', pool: 'default', class: '' },
  };
  const shown = signingsOf(registration.job, server).filter(({ service }) => service?.provider !== 'nomad');
  const payloads = shown.map((signing) => {
    const serviceName = interpolatedNames[signing.service?.name ?? ''];
    return claimsText(claimsOf(signing, { ...placement, ...(serviceName && { serviceName }) }).claims);
  });
  const header = headerText(standIns.keyId);
  return {
    error: null,
    warnings: warningsText(prediction.warnings),
    validation: { error: '', warnings: warningsText(prediction.warnings) },
    stored: predictedStored(registration.job),
    tokens: until === 'stored' ? [] : [...new Set(payloads)].toSorted().map((payload) => ({ header, payload })),
  };
}

/** Whether what is predicted was observed, be it with a text that Go's maps may give instead. */
export function agrees(entry: Entry, observed: Observation): boolean {
  const expected = expectation(entry);
  const { alternatives = [] } = predictNomad({ nomad: agents[entry.agent].nomad, job: entry.job });
  const texts = [expected.error, ...alternatives];
  // The two requests meet the maps in an order each.
  const settled = {
    ...observed,
    validation: { ...observed.validation, error: expected.validation.error },
    error: expected.error,
  };
  return (
    texts.includes(observed.error) &&
    texts.includes(observed.validation.error || null) &&
    isDeepStrictEqual(expected, settled)
  );
}

/** The payloads that the contract's output comes to when what it calls unknown is taken from the observed one. */
export function completed({ identities }: NomadPrediction, observed: readonly string[]): readonly string[] {
  return observed.map((payload) => {
    const seen = JSON.parse(payload) as { sub: string } & Record<string, unknown>;
    const found = identities.find(({ claims }) => claims['sub'] === seen.sub);
    if (found === undefined) return `no identity has ${seen.sub}`;
    const claims: Record<string, unknown> = { ...found.claims };
    for (const name of found.unknown) {
      const [whole = '', key] = name.startsWith('extra_claims.') ? ['extra_claims', name.slice(13)] : [name];
      if (key === undefined) claims[whole] = seen[whole];
      else claims[whole] = { ...(claims[whole] as object), [key]: (seen[whole] as Record<string, unknown>)[key] };
    }
    return claimsText(claims);
  });
}
