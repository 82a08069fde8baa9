import { it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { reportOf } from './example-report.ts';

it('shows', async () => {
  for (const { id, examples } of rules) {
    if (!/^(consul|live|security|workload|job)\//.test(id) || (process.env.ONLY && !id.includes(process.env.ONLY)))
      continue;
    for (const which of ['bad', 'good'] as const) {
      let out;
      try {
        const { findings, notChecked } = await reportOf(examples[which]);
        out = findings
          .map((f) => `    ${f.causedBy ? '  <- ' : ''}${f.severity} ${f.rule}: ${f.message}`)
          .concat(notChecked.map((n) => `    ? ${n.rule} ${n.reason}`));
      } catch (e) {
        out = [String(e)];
      }
      console.log([`${id} ${which}`, ...out].join('\n'));
    }
  }
});
