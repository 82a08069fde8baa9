import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { predictNomad } from '../../../src/simulate/nomad.ts';
import { completed, expectation } from './agreement.ts';
import type { Observation } from './observation.ts';
import { agents } from './servers.ts';
import { table } from './table.ts';

const { seen } = JSON.parse(readFileSync(new URL('../../fixtures/nomad-claims.json', import.meta.url), 'utf8')) as {
  readonly seen: Readonly<Record<string, Observation>>;
};

describe('jobs that were registered at the real Nomad 1.11.1', () => {
  it('were all observed', () => {
    expect(Object.keys(seen)).toEqual(table.map(({ agent, name }) => `${agent}: ${name}`));
  });

  it.each(table)('$agent: $name', (entry) => {
    const observed = seen[`${entry.agent}: ${entry.name}`];
    if (observed === undefined) return expect.fail('not observed');
    expect(expectation(entry)).toEqual(observed);
  });

  it.each(table.filter(({ until }) => until !== 'stored'))(
    '$agent: the contract’s output for $name',
    ({ agent, name, job }) => {
      const observed = seen[`${agent}: ${name}`]?.tokens.map(({ payload }) => payload) ?? [];
      expect(completed(predictNomad({ nomad: agents[agent].nomad, job }), observed)).toEqual(observed);
    },
  );
});
