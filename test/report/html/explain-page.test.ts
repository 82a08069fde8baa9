import { describe, expect, it } from 'vitest';
import { explainHtml } from '../../../src/report/html/explain-page.ts';
import type { Chain, Explanation } from '../../../src/simulate/explain/explanation.ts';
import { attack, chain, claims, grant, identity, login, needs, refused, rules, sample, unreached } from './sample.ts';

function pageOf(chains: readonly Chain[], rest: Partial<Explanation> = {}): string {
  return explainHtml({ ...sample, chains, problems: [], assumed: [], ...rest });
}

function pictureOf(...links: Chain['links']): string {
  return /<svg class="chain"[\s\S]*?<\/svg>\s*<\/div>/.exec(pageOf([chain(links)]))?.[0] ?? '';
}

/** The states of a picture's cards in their order. */
function statesIn(picture: string): readonly (string | undefined)[] {
  return [...picture.matchAll(/<g class="card (?:need )?(\w+)">/g)].map(([, state]) => state);
}

/** What is written in a picture. */
function textsIn(picture: string): readonly (string | undefined)[] {
  return [...picture.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
}

const keys = (count: number): Chain['links'] =>
  Array.from({ length: count }, (_, index) => needs(`key-${String(index)}`));

describe('the picture of a chain', () => {
  it('has a card for each stage and each need', () => {
    const picture = pictureOf(identity(), claims(), login, rules, grant, needs('shop/config'));
    expect(statesIn(picture)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(textsIn(picture)).toEqual(
      expect.arrayContaining(['Identity', 'JWT', 'Auth method', 'Binding rules', 'Token', 'key:read shop/config']),
    );
    expect(picture).not.toContain('breaks here');
  });

  it('marks the broken link by word and sign, and greys what stands behind it', () => {
    const picture = pictureOf(identity(), claims(), refused, unreached(rules), unreached(grant), unreached(needs('a')));
    expect(statesIn(picture)).toEqual(['ok', 'ok', 'broken', 'unreached', 'unreached', 'unreached']);
    expect(textsIn(picture).filter((text) => text === 'breaks here')).toHaveLength(1);
    expect(picture.match(/class="cut"/g)).toHaveLength(1);
    expect(picture).toContain('Auth method nomad-workloads: breaks. Binding rules: not reached.');
  });

  it('greys the stages that an explanation leaves out', () => {
    expect(statesIn(pictureOf(identity(null), unreached(needs('a'))))).toEqual([
      'broken',
      'unreached',
      'unreached',
      'unreached',
      'unreached',
      'unreached',
    ]);
  });

  it('says in words for screen readers what it shows', () => {
    const picture = pictureOf(identity(), claims(), login, rules, grant, needs('shop/config', false));
    expect(picture).toMatch(
      /role="img" aria-labelledby="(chain-1-title) (chain-1-desc)">\s*<title id="\1">[^<]+<\/title>\s*<desc id="\2">[^<]+denied/,
    );
  });

  it('draws six needs, and of more the broken ones first and the count of the others', () => {
    expect(statesIn(pictureOf(identity(), claims(), login, rules, grant, ...keys(6)))).toHaveLength(11);
    const picture = pictureOf(identity(), claims(), login, rules, grant, ...keys(20), needs('last', false));
    expect(statesIn(picture)).toHaveLength(11);
    expect(textsIn(picture)).toEqual(expect.arrayContaining(['key:read last', '+ 16 more, all in the table']));
  });

  it('keeps the whole of a name that it shortens', () => {
    const name = `consul-service_${'long-'.repeat(20)}http`;
    const picture = pictureOf(identity(name), claims(), login, rules, grant);
    expect(picture).toContain(`<title>identity ${name}</title>`);
    for (const text of textsIn(picture)) expect(text?.length).toBeLessThan(45);
  });
});

describe('the page of an explanation', () => {
  it('lists every need in the table', () => {
    const html = pageOf([chain([identity(), claims(), login, rules, grant, ...keys(20)])]);
    const table = /aria-label="What it asks for"[\s\S]*?<\/table>/.exec(html)?.[0] ?? '';
    expect(table.match(/<tr>/g)).toHaveLength(21);
  });

  it.each<[string, string, readonly Chain[], Partial<Explanation>]>([
    ['that some break', '1 of 2 chains breaks', [chain([identity(null)]), chain([identity()])], {}],
    ['that all hold', 'Every workload gets what it asks for: 1 chain, none breaks', [chain([identity()])], {}],
    ['what is not known', 'not everything is known about 1 of 1 chain', [chain([{ ...login, state: 'unknown' }])], {}],
    ['that nothing logs in', 'Nothing here logs in', [], {}],
    [
      'that Nomad refuses the job',
      'Nomad refuses this job',
      [],
      { registration: { accepted: false, error: '1 error occurred', warnings: [] } },
    ],
  ])('says %s', (_, verdict, chains, rest) => {
    expect(/<p class="verdict[\s\S]*?<\/p>/.exec(pageOf(chains, rest))?.[0]).toContain(verdict);
  });

  it('gives the first broken link with the words of the server', () => {
    const html = pageOf([chain([identity(), claims(), refused, unreached(rules)])]);
    expect(/<div class="breaks[\s\S]*?<\/div>/.exec(html)?.[0]).toContain(
      'error validating claims: aud claim does not match any bound audience',
    );
  });

  it('has the headings of an outline and no id twice', () => {
    const html = explainHtml(sample);
    const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
    const named = [...html.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, list]) => list?.split(' ') ?? []);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('lets no name out of its place', () => {
    const html = explainHtml(attack);
    const clean = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');
    expect(clean).not.toMatch(/<img|<script|<\/script|<\/style|\u202e/);
    // A tag, with every attribute in quotes.
    const tags = clean.matchAll(/<\/?[a-z][a-z\d]*((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi);
    const rest = clean.replaceAll(/<\/?[a-z][a-z\d]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s*\/?>|<!doctype html>/gi, '');
    expect(rest).not.toContain('<');
    for (const [, attributes = ''] of tags) expect(attributes).not.toMatch(/(?:^|\s)(?:on\w+|style)=/);
  });
});
