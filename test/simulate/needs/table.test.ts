import { describe, it, expect } from 'vitest';
import { workloadNeeds } from '../../../src/simulate/needs.ts';
import { shownNeed } from './shown.ts';
import { templates } from './templates.ts';

const nomad = { version: '1.11.1', region: 'eu', consul: { taskIdentity: { Audience: ['consul.io'] } } };

/** A job of one task with one template. */
function jobWith(template: string) {
  const task = {
    Name: 'main',
    Driver: 'docker',
    Env: { STAGE: 'prod', HOST: '${attr.unique.hostname}' },
    Meta: { color: 'blue' },
    Consul: {},
    Templates: [{ EmbeddedTmpl: template, DestPath: 'local/x' }],
  };
  const groups = [{ Name: 'grp', Tasks: [task] }];
  return {
    ID: 'web',
    Name: 'web-name',
    Namespace: 'shop',
    Datacenters: ['dc1'],
    Meta: { a_b: 'x/y' },
    TaskGroups: groups,
  };
}

describe('the needs of a template', () => {
  it.each(templates.map((row) => [row.template, row] as const))('are told: %j', (template, { needs, problem }) => {
    const found = workloadNeeds(jobWith(template), { nomad });
    expect({ needs: found.needs.map(shownNeed), problem: found.problems[0]?.message }).toEqual({ needs, problem });
  });

  it('are told for a good number of templates', () => {
    expect(templates.length).toBeGreaterThanOrEqual(80);
  });
});
