import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv';
import draft from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { expect, it } from 'vitest';
import { sarif } from '../../../src/report/audit/sarif.ts';
import { rules } from '../../../src/rules/index.ts';
import { reportOf } from '../../rules/example-report.ts';
import { plainContext, sampleReport } from './sample.ts';

// The schema is of draft 4, which this version of the validator knows when it is told of it.
const validator = new Ajv({ schemaId: 'auto', allErrors: true, meta: false });
validator.addMetaSchema(draft);
const isValid = validator.compile(schema);

/** What the schema of OASIS has against a text, each with its place. */
function faultsOf(text: string): readonly string[] {
  isValid(JSON.parse(text));
  return (isValid.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message ?? ''}`);
}

it('is refused by the schema when a member has another name', () => {
  expect(faultsOf(sarif(sampleReport(), plainContext).replaceAll('"ruleId"', '"rule"'))).not.toEqual([]);
});

it('fits the schema with causes, places without a file, and parts that could not be looked at', () => {
  const report = sampleReport();
  expect(report.notChecked).not.toEqual([]);
  expect(faultsOf(sarif(report, plainContext))).toEqual([]);
});

const reports = rules.map(({ id, examples }) => [id, reportOf(examples.bad)] as const);

it.each(reports)('fits the schema for what %s sees', (_, report) => {
  expect(report.findings).not.toEqual([]);
  expect(faultsOf(sarif(report, plainContext))).toEqual([]);
});

it('is tried with fixes among them', () => {
  expect(reports.map(([, report]) => sarif(report, plainContext)).join('')).toContain('"insertedContent"');
});
