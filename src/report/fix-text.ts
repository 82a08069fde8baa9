import { structuredPatch } from 'diff';
import type { Finding } from '../model/finding.ts';
import type { Fixed, FixedFile, Refusal } from '../audit/fix/fix-sources.ts';
import { painter, type Paint } from './paint.ts';
import { maskedLines } from './secret-lines.ts';
import { visible, visibleLine } from './visible.ts';

/** What is mended, and for each file how, as a unified diff without the values of what looks secret. */
export function fixText({ files }: Fixed, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  return files.map((file) => fileText(file, paint)).join('\n');
}

function fileText({ name, before, after, findings }: FixedFile, paint: Paint): string {
  const patch = structuredPatch(name, name, shown(before), shown(after), '', '', { context: 3 });
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    paint('cyan', `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`),
    ...changed.map((line) => painted(visible(line.replace(/\r$/, '')), paint)),
  ]);
  return [
    ...findings.map((one) => `${paint('bold', one.rule)}: ${visibleLine(one.message)}`),
    paint('bold', `--- ${visibleLine(name)}`),
    paint('bold', `+++ ${visibleLine(name)}`),
    ...lines,
    '',
  ].join('\n');
}

function shown(text: string): string {
  return maskedLines(text.split('\n')).join('\n');
}

function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${String(start)},${String(lines)}`;
}

function painted(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}

/** `2 findings in 1 file`. */
export function countText({ files }: Fixed): string {
  const findings = new Set(files.flatMap((file) => file.findings.map(({ fingerprint }) => fingerprint)));
  return `${counted(findings.size, 'finding')} in ${counted(files.length, 'file')}`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** What is left as it is, and why. */
export function refusalLine({ files, findings, reason }: Refusal): string {
  const rules = [...new Set(findings.map(({ rule }: Finding) => rule))].join(', ');
  return `${files.map(visibleLine).join(', ')} is left as it is (${rules}): ${visibleLine(reason)}`;
}
