/**
 * What a page does by itself: it filters, searches, opens what is to be printed, and finds what an address names. It runs
 * in the browser, from its own text, and so may use nothing from outside itself. Without it everything is shown.
 */
export function pageScript(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-filters]');
  const items = [...document.querySelectorAll<HTMLElement>('[data-item]')];
  const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')];
  const texts = new Map<HTMLElement, string>();

  const textOf = (item: HTMLElement): string => {
    const known = texts.get(item);
    if (known !== undefined) return known;
    const text = (item.textContent ?? '').toLowerCase().replaceAll(/\s+/g, ' ');
    texts.set(item, text);
    return text;
  };

  const fits = (item: HTMLElement, wanted: readonly (readonly [string, string])[], words: readonly string[]): boolean =>
    wanted.every(([name, value]) => (item.dataset[name] ?? '').split('|').includes(value)) &&
    words.every((word) => textOf(item).includes(word));

  const show = (element: Element | null, visible: boolean): void => {
    if (element instanceof HTMLElement) element.hidden = !visible;
  };

  const filter = (): void => {
    if (form === null) return;
    const chosen = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    );
    const words = chosen.flatMap(([name, value]) => (name === 'search' ? value.toLowerCase().split(/\s+/) : []));
    const wanted = chosen.filter(([name]) => name !== 'search');
    let shown = 0;
    for (const item of items) {
      const visible = fits(item, wanted, words);
      show(item, visible);
      if (visible) shown++;
    }
    for (const group of groups) show(group, group.querySelector('[data-item]:not([hidden])') !== null);
    show(document.querySelector('[data-nothing]'), shown === 0);
    const output = form.querySelector('output');
    if (output !== null) output.value = `${String(shown)} of ${String(items.length)} shown`;
  };

  /** What an address names is shown, whatever the filters say. */
  const reveal = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = target?.closest<HTMLElement>('[data-item]');
    if (form === null || target === null || item?.hidden !== true) return;
    form.reset();
    filter();
    target.scrollIntoView();
  };

  if (form !== null) {
    form.hidden = false;
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.querySelector('[data-open]')?.addEventListener('click', () => {
      const all = [...document.querySelectorAll<HTMLDetailsElement>('[data-item]:not([hidden]) details')];
      const open = all.some((one) => !one.open);
      for (const one of all) one.open = open;
    });
    filter();
  }
  document.querySelector('[data-again]')?.addEventListener('click', () => {
    form?.reset();
    filter();
    form?.querySelector<HTMLElement>('input[type=search]')?.focus();
  });
  addEventListener('hashchange', reveal);

  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const one of closed) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
  });
}
