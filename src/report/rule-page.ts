import type { Example, Rule } from '../rules/rule.ts';

/** A rule for people, in Markdown: what `wid rules <id>` prints and what stands in docs/rules. */
export function rulePage({ id, title, severity, cases, reads, why, fix, examples, references }: Rule): string {
  return `${[
    `# ${id}`,
    `${sentence(title)}.`,
    [
      `- Severity: ${severity}`,
      ...(cases.length === 0 ? [] : [`- Known failures: ${cases.join(', ')}`]),
      `- Looks at: ${reads.length === 0 ? 'what there is' : reads.join(', ')}`,
    ].join('\n'),
    '## Why',
    why,
    '## What to do',
    fix,
    '## Seen',
    ...exampleText(examples.bad),
    '## Not seen',
    ...exampleText(examples.good),
    ...(references.length === 0 ? [] : ['## See also', references.map((url) => `- <${url}>`).join('\n')]),
  ].join('\n\n')}\n`;
}

/** Every rule in a table, by area. */
export function ruleIndex(rules: readonly Rule[]): string {
  const areas = [...new Set(rules.map(areaOf))];
  return `${[
    '# Rules',
    `${String(rules.length)} rules. \`wid rules <id>\` shows a page of these; \`wid audit\` runs them all.`,
    ...areas.flatMap((area) => [
      `## ${area}`,
      [
        '| Rule | Severity | What is wrong |',
        '| --- | --- | --- |',
        ...rules
          .filter((rule) => areaOf(rule) === area)
          .map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title.replaceAll('|', '\\|')} |`),
      ].join('\n'),
    ]),
  ].join('\n\n')}\n`;
}

function areaOf({ id }: Rule): string {
  return id.split('/')[0] ?? '';
}

function exampleText(example: Example): readonly string[] {
  if ('says' in example) return [example.says];
  return Object.entries(example.files).flatMap(([name, text]) => [
    `\`${name}\`:`,
    `\`\`\`${/\.ya?ml$/.test(name) ? 'yaml' : name.endsWith('.json') ? 'json' : 'hcl'}\n${text.trim()}\n\`\`\``,
  ]);
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
