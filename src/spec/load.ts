import { type WidError, WidErrors } from '../support/errors.ts';
import { describePlace, type Source } from '../syntax/source.ts';
import { auditConfigOf } from './audit-config.ts';
import { checkBodies } from './checks.ts';
import { compile } from './compile.ts';
import type { Context, ReadFile } from './context.ts';
import { checkCycles } from './cycles.ts';
import { readDocument, type SpecDocument } from './document.ts';
import type { Draft } from './draft.ts';
import { checkDuplicates } from './duplicates.ts';
import { fillEnvironment, type Environment } from './environment.ts';
import { existingOf } from './existing.ts';
import { compileGrants } from './grants/compile.ts';
import { redundantGrants } from './grants/redundant.ts';
import { issueErrors } from './issues.ts';
import { lookupIn } from './lookup.ts';
import { manifestOf, nameOf } from './manifest.ts';
import { expandPresets } from './presets/expand.ts';
import { referencesOf } from './references.ts';
import type { Spec } from './resource.ts';
import { specSchema, type SpecFile } from './schema.ts';
import { readConsul } from './sections/read-consul.ts';
import { readIssuers } from './sections/read-issuers.ts';
import { readVault } from './sections/read-vault.ts';
import { spotOfItem } from './spot.ts';
import { warningsOf } from './warnings.ts';

/** A file of the spec whose form is right. */
export interface LoadedFile {
  readonly document: SpecDocument;
  readonly data: SpecFile;
}

/**
 * The spec that one or several files hold together. Pure but for `readFile`, which is asked for the files that the spec
 * names (`rules_file`, `policy_file`, `ca_file`). Throws {@link WidErrors} with every mistake that was found, in the order
 * of the files; what can only be told of a spec whose form is right is checked when the form is.
 */
export function loadSpec(sources: readonly Source[], env: Environment, readFile: ReadFile): Spec {
  const files = readFiles(sources, env);
  const context: Context = { readFile, issuers: new Map(), errors: [] };
  const existing = existingOf(files);
  const existingMounts = new Set(existing.filter(({ kind }) => kind === 'vault/auth-mount').map(({ name }) => name));

  for (const { document, data } of files) readIssuers(context, document, data.issuers ?? {});
  const written = files.flatMap(({ document, data }) => [
    ...(data.consul === undefined ? [] : readConsul(context, document, data.consul)),
    ...(data.vault === undefined ? [] : readVault(context, document, data.vault, existingMounts)),
  ]);
  const presets = files.flatMap(({ document, data }) =>
    (data.presets ?? []).map((preset, index) => ({
      preset,
      spot: spotOfItem(document, ['presets', index], 'preset'),
    })),
  );
  const made = [...written, ...expandPresets(context, presets, written, existing)];
  const grants = files.flatMap(({ document, data }) =>
    (data.grants ?? []).map((grant, index) => ({ grant, spot: spotOfItem(document, ['grants', index], 'job') })),
  );
  const wanted = presets.map(({ preset }) => preset);
  const granted = compileGrants(context, grants, wanted, made);
  const drafts = inFileOrder([...made, ...granted], sources);

  const lookup = lookupIn(drafts, existing);
  checkDuplicates(context, drafts);
  const dependsOn = new Map(drafts.map((draft) => [draft, referencesOf(context, lookup, draft)]));
  checkCycles(context, drafts, dependsOn);
  checkBodies(context, lookup, drafts);
  const name = nameOf(context, files);
  const manifest = manifestOf(context, files, name, drafts);
  throwAll(context.errors, sources);
  const warnings = [...warningsOf(lookup, drafts), ...redundantGrants(grants, wanted)];
  const audits = files.flatMap(({ document, data: { wid } }) =>
    wid?.audit === undefined ? [] : [auditConfigOf(wid.audit, document, ['wid', 'audit'])],
  );
  const audit = {
    levels: audits.flatMap(({ levels }) => levels),
    ignore: audits.flatMap(({ ignore }) => ignore),
  };
  return { name, manifest, resources: compile(drafts, dependsOn), existing, audit, warnings };
}

function readFiles(sources: readonly Source[], env: Environment): readonly LoadedFile[] {
  const errors: WidError[] = [];
  const files = sources.flatMap((source): readonly LoadedFile[] => {
    const read = readDocument(source);
    if ('errors' in read) {
      errors.push(...read.errors);
      return [];
    }
    const { document } = read;
    const filled = fillEnvironment(document, env);
    errors.push(...filled.errors);
    const checked = specSchema().safeParse(filled.value);
    if (checked.success) return [{ document, data: checked.data }];
    const own = checked.error.issues.flatMap((issue) => issueErrors(issue, specSchema(), document));
    // A place that has been complained about once needs no second sentence.
    const told = new Set(filled.errors.map(({ place }) => (place === undefined ? '' : describePlace(place))));
    errors.push(...own.filter(({ place }) => place === undefined || !told.has(describePlace(place))));
    return [];
  });
  throwAll(errors, sources);
  return files;
}

function inFileOrder(drafts: readonly Draft[], sources: readonly Source[]): readonly Draft[] {
  const position = ({ spot: { place } }: Draft): readonly [number, number] => [
    sources.indexOf(place.source),
    place.start,
  ];
  return drafts.toSorted((a, b) => {
    const [fileA, startA] = position(a);
    const [fileB, startB] = position(b);
    return fileA - fileB || startA - startB;
  });
}

function throwAll(errors: readonly WidError[], sources: readonly Source[]): void {
  const file = ({ place }: WidError): number => {
    const index = place === undefined ? -1 : sources.indexOf(place.source);
    return index === -1 ? sources.length : index;
  };
  const unique = new Map(
    errors.map((error) => [`${error.place === undefined ? '' : describePlace(error.place)} ${error.message}`, error]),
  );
  const sorted = [...unique.values()].toSorted(
    (a, b) => file(a) - file(b) || (a.place?.start ?? 0) - (b.place?.start ?? 0),
  );
  const [first, ...rest] = sorted;
  if (first !== undefined) throw new WidErrors([first, ...rest]);
}
