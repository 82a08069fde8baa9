import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consulWants } from '../../../src/simulate/needs/consul-wants.ts';
import type { Need } from '../../../src/simulate/needs/need.ts';
import { nomadWants } from '../../../src/simulate/needs/nomad-wants.ts';
import { once, onceOfMany } from '../../../src/simulate/needs/once.ts';
import { runTemplate } from '../../../src/simulate/needs/run-template.ts';
import { shownCall } from '../../../src/simulate/needs/asking.ts';
import { templateNeeds, type TemplateContext } from '../../../src/simulate/needs/template-needs.ts';
import { unknown } from '../../../src/simulate/needs/value.ts';
import { vaultWants } from '../../../src/simulate/needs/vault-wants.ts';
import { parseTemplate } from '../../../src/syntax/consul-template/parse.ts';
import { templates } from './templates.ts';

const workload = { namespace: 'default', job: 'web', group: 'grp', task: 'main' };
const context: TemplateContext = {
  environment: (name) => unknown({ because: 'environment', name }),
  workload,
  askedWith: () => ({ token: 'nomad identity' }),
};

/** All that both times over ask for, the second without a look at the first. */
function askedInAll(template: string): readonly Need[] {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return [];
  return [true, false].flatMap((first) =>
    runTemplate(parsed.templates, { ...context, first }).asks.flatMap((ask): readonly Need[] => {
      if (ask.name === 'file') return [];
      const isVault = /^(?:secrets?|pkiCert)$/.test(ask.name);
      const nomadOrConsul = ask.name.startsWith('nomad') ? nomadWants(ask, workload) : consulWants(ask);
      const wants = isVault ? vaultWants(ask) : nomadOrConsul;
      const from = { group: 'grp', task: 'main', template: 0, start: ask.start, end: ask.end };
      const more = { call: shownCall(ask.name, ask.arguments), askedWith: context.askedWith('consul'), from };
      return 'error' in wants ? [] : wants.wanted.map((wanted) => ({ ...wanted, ...more }));
    }),
  );
}

/** Without those that loop for long. */
const few = templates.map(({ template }) => template).filter((template) => !template.includes('loop'));

const made = fc
  .array(
    fc.oneof(
      fc.constantFrom(...few),
      fc.constantFrom('{{ if keyExists "a" }}{{ key "b" }}{{ else }}{{ key "c" }}{{ end }}', '{{ key "b" }}', '\n'),
      fc.constantFrom('{{ range loop 3 }}{{ key (printf "n/%d" .) }}{{ end }}', '{{ secret "kv/a" "b=c" }}'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));

describe('what a template asks the second time over', () => {
  it('is told with what it asks the first time as if neither knew of the other', () => {
    fc.assert(
      fc.property(made, (template) => {
        const found = templateNeeds(template, {}, context, { group: 'grp', task: 'main', template: 0 });
        // A template that fails the first time asks nothing.
        if (found.needs.length === 0) return;
        const all = onceOfMany(askedInAll(template));
        expect(found.needs).toEqual(all.toSorted((a, b) => (a.from.start ?? 0) - (b.from.start ?? 0)));
      }),
      { numRuns: 60 },
    );
  });

  it('is told once, whether it is little or much', () => {
    fc.assert(
      fc.property(made, fc.nat(30), (template, most) => {
        const needs = askedInAll(template).slice(0, most);
        expect(once(needs)).toEqual(onceOfMany(needs));
      }),
      { numRuns: 60 },
    );
  });
});
