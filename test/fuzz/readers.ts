import { readFileSync } from 'node:fs';
import { objects } from '../conformance/oracle/bexpr/compare.ts';
import { jsonTexts, syntaxTexts } from '../conformance/oracle/hcl2/corpus.ts';
import type { Random } from '../conformance/oracle/hcl2/random.ts';
import { valueTexts } from '../conformance/oracle/hcl2/value-corpus.ts';
import { vectors } from '../fixtures/vectors.ts';
import { valueOf } from '../syntax/expression/oracle-value.ts';
import { keptType } from '../../src/lab/nomad/go-types/kept.ts';
import { parseTemplate } from '../../src/syntax/consul-template/parse.ts';
import { formatGoDuration, parseGoDuration } from '../../src/syntax/go-duration.ts';
import { parseGoJson } from '../../src/syntax/go-json.ts';
import { parseHcl2, parseHcl2Expression, parseHcl2Template } from '../../src/syntax/hcl/hcl2.ts';
import { parseHcl2Json } from '../../src/syntax/hcl/hcl2-json.ts';
import { policyMeaning } from '../../src/syntax/hcl/meaning.ts';
import { parseHcl } from '../../src/syntax/hcl/parse.ts';
import { interpolate } from '../../src/syntax/interpolate/evaluate.ts';
import { parseJob } from '../../src/syntax/jobspec/parse-job.ts';
import { matchesAnywhere } from '../../src/syntax/regexp/match.ts';
import { parseRegexp } from '../../src/syntax/regexp/parse.ts';
import { checkSelector } from '../../src/syntax/selector/check.ts';
import { evaluateSelector } from '../../src/syntax/selector/evaluate.ts';
import { compileFilter } from '../../src/syntax/selector/filter/evaluate.ts';
import { parseFilter } from '../../src/syntax/selector/filter/parse.ts';
import { parseSelector } from '../../src/syntax/selector/parse.ts';
import { parseVaultDuration } from '../../src/syntax/vault-duration.ts';
import { inputs } from './damage.ts';
import * as words from './words.ts';

/** A reader of texts that others write: whatever it is given, it answers, with a declared error at worst. */
export interface FuzzedReader {
  readonly name: string;
  /** Makes one input after another, the same ones for the same random numbers. */
  readonly inputs: (random: Random) => () => string;
  /** Throws where the reader crashes or gives what it must not. */
  readonly read: (text: string) => void;
}

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const lines = (name: string): readonly unknown[] =>
  fixture(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
const filterLines = (): string[] =>
  lines('filter-verdicts.jsonl').map((line) => (line as readonly [number, string])[1]);
const texts = (entries: unknown): string[] => (entries as readonly { readonly text: string }[]).map(({ text }) => text);
const files = (form: string): string[] =>
  (lines('hcl1-files.jsonl') as readonly (readonly string[])[])
    .filter(([, of]) => of === form)
    .map(([, , text = '']) => text);

const within = (text: string, places: readonly { readonly start: number; readonly end: number }[]): void => {
  for (const { start, end } of places)
    if (!(0 <= start && start <= end && end <= text.length))
      throw new Error(`the place ${String(start)}-${String(end)} lies outside of the text`);
};

export const readers: readonly FuzzedReader[] = [
  { name: 'HCL 1', inputs: (random) => inputs(random, files('native'), words.hcl), read: readHcl1 },
  { name: 'HCL 1 in JSON', inputs: (random) => inputs(random, files('json'), words.json), read: readHcl1 },
  {
    name: 'HCL 2',
    inputs: (random) => inputs(random, syntaxTexts(random.below(1e9), 400), words.hcl),
    read(text) {
      within(text, parseHcl2({ name: 'a', text }).problems);
      within(text, parseHcl2Expression(text).problems);
      within(text, parseHcl2Template(text).problems);
    },
  },
  {
    name: 'HCL 2 in JSON',
    inputs: (random) => inputs(random, jsonTexts(random.below(1e9), 400), words.json),
    read: (text) => within(text, parseHcl2Json({ name: 'a', text }).problems),
  },
  {
    name: 'job files',
    inputs: (random) => inputs(random, texts(JSON.parse(fixture('jobs.json'))), words.job),
    read(text) {
      const read = parseJob({ name: 'a.nomad.hcl', text });
      if (!read.ok && read.problems.length === 0) throw new Error('refused without a reason');
      parseJob({ name: 'a.nomad.hcl', text }, { unset: 'unknown' });
    },
  },
  {
    name: 'expressions and functions',
    inputs: (random) => inputs(random, valueTexts(random.below(1e9), 4000), words.expression),
    read: (text) => void valueOf(text),
  },
  {
    name: 'selectors',
    inputs: (random) =>
      inputs(
        random,
        vectors('bexpr.parse').map(({ input }) => String(input.expr)),
        words.selector,
      ),
    read(text) {
      const parsed = parseSelector(text);
      if (!parsed.ok || checkSelector(parsed.tree) !== undefined) return;
      evaluateSelector(parsed.tree, { value: { a: 'x', ns: 'default' }, list: { a: ['x', 'y'] } });
    },
  },
  {
    name: 'filters of Nomad',
    inputs: (random) => inputs(random, filterLines(), words.filter),
    read(text) {
      const parsed = parseFilter(text);
      if (!parsed.ok) return;
      const verdictOn = compileFilter(parsed.value);
      for (const [kept, data] of objects) verdictOn({ type: keptType(kept), data });
    },
  },
  {
    name: 'bind names (HIL)',
    inputs: (random) =>
      inputs(
        random,
        vectors('consul.hil').map(({ input }) => String(input.template)),
        words.hil,
      ),
    read: (text) => void interpolate(text, { 'value.a': 'x', 'value.b': '1' }),
  },
  {
    name: 'consul-template',
    inputs: (random) => inputs(random, texts(lines('template-verdicts.jsonl')), words.template),
    read: (text) => void parseTemplate(text, {}),
  },
  {
    name: 'regular expressions',
    inputs: (random) => inputs(random, words.regexps, words.regexp),
    read(text) {
      const parsed = parseRegexp(text);
      if (parsed.ok) matchesAnywhere(parsed.tree, `${'a'.repeat(200)}Ab é${text.slice(0, 100)}`);
    },
  },
  {
    name: "Go's JSON",
    inputs: (random) => inputs(random, files('json'), words.json),
    read(text) {
      // Half a surrogate pair stands for a byte that is no text.
      const bytes = Buffer.from(text.replace(/[\ud800-\udfff]/g, '\u00ff'), text.length % 7 === 0 ? 'latin1' : 'utf8');
      parseGoJson(bytes);
    },
  },
  {
    name: "Go's durations",
    inputs: (random) => inputs(random, words.durations, words.duration),
    read(text) {
      const read = parseGoDuration(text);
      if (!read.ok) return;
      const again = parseGoDuration(formatGoDuration(read.nanoseconds));
      if (!again.ok || again.nanoseconds !== read.nanoseconds) throw new Error('what is written is read differently');
    },
  },
  {
    name: "Vault's durations",
    inputs: (random) => inputs(random, words.durations, words.duration),
    read(text) {
      parseVaultDuration(text);
      parseVaultDuration(Number(text));
    },
  },
];

function readHcl1(text: string): void {
  const { file, problems } = parseHcl({ name: 'a', text });
  within(text, problems);
  within(text, file.comments);
  policyMeaning(text);
}
