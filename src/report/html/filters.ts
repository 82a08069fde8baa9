import { markup, type Content, type Markup } from './markup.ts';

export interface Choice {
  /** As it stands in the items' `data-<name>`, where several are parted by `|`. */
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly sign?: Markup;
}

export interface Filter {
  /** The items' attribute: `state` for `data-state`. */
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  /** `row`: side by side, for few; `list`: to be opened, for many. */
  readonly as: 'row' | 'list';
}

/** Attributes of something that can be filtered: its value for each filter. */
export function itemData(values: Readonly<Record<string, string | readonly string[]>>): Markup {
  const attributes = Object.entries(values).map(([name, value]) => {
    if (!/^[a-z]+$/.test(name)) throw new Error(`no name for a filter: ${name}`);
    return markup` data-${name}="${typeof value === 'string' ? value : value.join('|')}"`;
  });
  return markup`data-item${attributes}`;
}

/**
 * The bar that filters the items of a page: without a script it is not there and everything is shown. What has one value
 * only is not offered. Below it stands what is said when nothing is left.
 */
export function filterBar(
  filters: readonly Filter[],
  { what, total, place }: { readonly what: string; readonly total: number; readonly place: string },
): Markup {
  const useful = filters.filter(({ choices }) => choices.length > 1);
  return markup`<form class="filters panel" data-filters role="search" aria-label="Filter ${what}" hidden>
${useful.map((one) => (one.as === 'row' ? rowOf(one, total) : listOf(one, total)))}
<label class="search"><span class="unseen">Search ${what}</span><input type="search" name="search" placeholder="${place}" autocomplete="off" spellcheck="false"></label>
<button type="button" data-open>Open / close</button>
<output role="status"></output>
</form>
<div class="nothing" data-nothing hidden>Nothing fits. <button type="button" data-again>Show everything</button></div>`;
}

function rowOf({ name, label, choices }: Filter, total: number): Content {
  const all: Choice = { value: '', label: 'All', count: total };
  return markup`<fieldset><legend class="unseen">${label}</legend>${[all, ...choices].map(
    ({ value, label: text, count, sign }) =>
      markup`<label><input type="radio" name="${name}" value="${value}"${value === '' && markup` checked`}><span>${sign}${text} <b>${count}</b></span></label>`,
  )}</fieldset>`;
}

function listOf({ name, label, choices }: Filter, total: number): Content {
  return markup`<label><span class="unseen">${label}</span><select name="${name}"><option value="">${label}: all (${total})</option>${choices.map(
    ({ value, label: text, count }) => markup`<option value="${value}">${text} (${count})</option>`,
  )}</select></label>`;
}

/** A choice for each value that occurs, in the order given, and whatever else occurs behind it. */
export function countsOf(values: readonly string[], order: readonly string[] = []): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of [...order.filter((one) => values.includes(one)), ...values.toSorted()]) counts.set(value, 0);
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
