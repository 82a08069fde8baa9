import { expect, it } from 'vitest';
import type { AuditReport } from '../../../src/audit/report.ts';
import { sarif } from '../../../src/report/audit/sarif.ts';
import { plainContext, sampleReport } from './sample.ts';

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly Record<string, unknown>[];
  }[];
}

const run = (report: AuditReport): Sarif['runs'][number] => {
  const [only] = (JSON.parse(sarif(report, plainContext)) as Sarif).runs;
  if (only === undefined) throw new Error('no run');
  return only;
};

it('gives each result the index of its rule, a fingerprint, a place and its cause', () => {
  const report = sampleReport();
  const { tool, results } = run(report);
  expect(results).toHaveLength(report.findings.length);
  for (const [index, result] of results.entries()) {
    const finding = report.findings[index];
    expect(tool.driver.rules[result['ruleIndex'] as number]?.id).toBe(finding?.rule);
    expect(result['partialFingerprints']).toEqual({ 'wid/v1': finding?.fingerprint });
    expect(result['locations']).toHaveLength(1);
    expect('relatedLocations' in result).toBe(finding?.causedBy !== undefined);
  }
});

it('counts regions and replacements as its columns are counted, in UTF-16 code units', () => {
  const report = sampleReport();
  const [first] = report.findings;
  if (first === undefined) throw new Error('no finding');
  const finding = {
    ...first,
    location: {
      file: './jobs/my web.nomad.hcl',
      start: { line: 2, column: 3, offset: 10 },
      end: { line: 2, column: 9, offset: 16 },
    },
    fix: { text: 'change it', edits: [{ file: './jobs/my web.nomad.hcl', start: 10, end: 16, text: 'new' }] },
  };
  const [result] = run({ ...report, findings: [finding] }).results;
  expect(result).toMatchObject({
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'jobs/my%20web.nomad.hcl' },
          region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 9, charOffset: 10, charLength: 6 },
        },
      },
    ],
    fixes: [
      {
        artifactChanges: [
          { replacements: [{ deletedRegion: { charOffset: 10, charLength: 6 }, insertedContent: { text: 'new' } }] },
        ],
      },
    ],
  });
});
