import { readdirSync, readFileSync } from 'node:fs';

export interface JobExample {
  readonly name: string;
  readonly text: string;
  /** Of a bad one, the rule that must be first. */
  readonly rule: string;
}

/** The jobs of a folder of `jobs/examples`. */
export function jobExamples(folder: 'good' | 'bad'): readonly JobExample[] {
  const at = new URL(`../../jobs/examples/${folder}/`, import.meta.url);
  return readdirSync(at).map((name) => {
    const text = readFileSync(new URL(name, at), 'utf8');
    return { name, text, rule: /^# wid: (\S+)$/m.exec(text)?.[1] ?? '' };
  });
}
