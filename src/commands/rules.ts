import { WidError } from '../support/errors.ts';
import type { Command } from './command.ts';
import { formatOption } from './plan-output.ts';

interface Options {
  readonly format?: string;
}

export const rules: Command<Options> = {
  name: 'rules',
  summary: 'List what `wid audit` looks for, or show the page of one rule',
  examples: ['wid rules', 'wid rules consul/audience-mismatch', 'wid rules --format json'],

  describe(command) {
    formatOption(command, ['text', 'json']).argument('[id]', 'a rule, such as consul/audience-mismatch, or an area');
  },

  async run(context, [given], { format }) {
    const { rules: all } = await import('../rules/index.ts');
    const id = given?.replace(/\/\*?$/, '');
    const chosen = all.filter((rule) => id === undefined || rule.id === id || rule.id.startsWith(`${id}/`));
    if (chosen.length === 0) {
      const { didYouMean } = await import('../spec/suggestion.ts');
      const ids = all.map((rule) => rule.id);
      const areas = ids.map((one) => one.split('/')[0] ?? '');
      const near = didYouMean(id ?? '', id?.includes('/') === true ? ids : [...new Set(areas), ...ids]);
      throw new WidError('usage', `there is no rule or area ${id ?? ''}`, { hint: near ?? 'wid rules lists them all' });
    }
    if (format === 'json') {
      const shown = chosen.map(({ examples: _, ...rule }) => JSON.parse(JSON.stringify(rule)) as unknown);
      context.out(`${JSON.stringify({ schemaVersion: 1, rules: shown }, undefined, 2)}\n`);
    } else if (id !== undefined && chosen.length === 1 && chosen[0]?.id === id) {
      context.out((await import('../report/rule-page.ts')).rulePage(chosen[0]));
    } else {
      const width = Math.max(...chosen.map((rule) => rule.id.length));
      for (const rule of chosen) context.out(`${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.title}\n`);
    }
    return 0;
  },
};
