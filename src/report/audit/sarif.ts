import type { Finding, Location, Severity, TextEdit } from '../../model/finding.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import type { AuditReporter } from './reporter.ts';
import { jsonText } from '../json-text.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * SARIF 2.1.0, as code scanning services and editors read it. What stands on a server has no file: its place is named as
 * a logical location, and the run says where it was looked for.
 */
export const sarif: AuditReporter = ({ findings, notChecked }, context) => {
  const seen = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const index = new Map(seen.map(({ id }, at) => [id, at]));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'wid', version: context.version, rules: seen.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, index.get(finding.rule), findings)),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notChecked.map(({ rule, reason }) => ({
              level: 'note',
              message: { text: `not checked: ${reason}` },
              associatedRule: { id: rule },
            })),
          },
        ],
      },
    ],
  };
  return jsonText(log);
};

function ruleOf({ id, title, why, fix, severity, cases, references }: Rule): unknown {
  const [helpUri] = references;
  return {
    id,
    name: id.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [id.split('/')[0], ...cases] },
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined, all: readonly Finding[]): unknown {
  const { rule, severity, message, location, fix, fingerprint, causedBy, evidence, subject } = finding;
  const cause = all.find((other) => other.fingerprint === causedBy);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    message: { text: cause === undefined ? message : `${message} (because: ${cause.message})` },
    locations: [locationOf(location, subject)],
    ...(cause === undefined
      ? {}
      : {
          relatedLocations: [{ id: 1, ...locationOf(cause.location, cause.subject), message: { text: cause.message } }],
        }),
    partialFingerprints: { 'wid/v1': fingerprint },
    ...(fix.edits === undefined
      ? {}
      : { fixes: [{ description: { text: fix.text }, artifactChanges: changes(fix.edits) }] }),
    properties: { subject, evidence, fix: fix.text },
  };
}

function locationOf(location: Location, subject: Finding['subject']): Readonly<Record<string, unknown>> {
  const parts = Object.entries(subject).map(([kind, name]) => `${kind} ${String(name)}`);
  const fullyQualifiedName = 'remote' in location ? location.remote : (location.address ?? parts.join(', '));
  const logical = fullyQualifiedName === '' ? {} : { logicalLocations: [{ fullyQualifiedName, kind: 'resource' }] };
  if ('remote' in location) return logical;
  const { file, start, end } = location;
  const region =
    start === undefined || end === undefined
      ? {}
      : {
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
            charOffset: start.offset,
            charLength: end.offset - start.offset,
          },
        };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region }, ...logical };
}

function changes(edits: readonly TextEdit[]): readonly unknown[] {
  return [...new Set(edits.map(({ file }) => file))].map((file) => ({
    artifactLocation: { uri: uriOf(file) },
    replacements: edits
      .filter((edit) => edit.file === file)
      .map(({ start, end, text }) => ({
        deletedRegion: { charOffset: start, charLength: end - start },
        insertedContent: { text },
      })),
  }));
}

/** A path as a URI reference: relative ones stay relative, so that services find the file in the repository. */
function uriOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
