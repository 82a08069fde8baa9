/**
 * What a page does by itself: it filters, searches, opens what is to be printed, and finds what an address names. It runs
 * in the browser, from its own text, and so may use nothing from outside itself. Without it everything is shown.
 */
export function pageScript(): void {
  const texts = new Map<HTMLElement, string>();

  const textOf = (item: HTMLElement): string => {
    const known = texts.get(item);
    if (known !== undefined) return known;
    const text = (item.textContent ?? '').toLowerCase().replaceAll(/\s+/g, ' ');
    texts.set(item, text);
    return text;
  };

  const show = (element: Element | null, visible: boolean): void => {
    if (element instanceof HTMLElement) element.hidden = !visible;
  };

  /** Lets the bar of a list filter the list's items. */
  const filtered = (list: HTMLElement): void => {
    const form = list.querySelector<HTMLFormElement>('form[data-filters]');
    if (form === null) return;
    const items = [...list.querySelectorAll<HTMLElement>('[data-item]')];
    const groups = [...list.querySelectorAll<HTMLElement>('[data-group]')];

    const filter = (): void => {
      const chosen = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' && value !== '' ? [[name, value]] : [],
      );
      const words = chosen.flatMap(([name, value]) => (name === 'search' ? value.toLowerCase().split(/\s+/) : []));
      const wanted = chosen.filter(([name]) => name !== 'search');
      let shown = 0;
      for (const item of items) {
        const visible =
          wanted.every(([name, value]) => (item.dataset[name] ?? '').split('|').includes(value)) &&
          words.every((word) => textOf(item).includes(word));
        show(item, visible);
        if (visible) shown++;
      }
      for (const group of groups) show(group, group.querySelector('[data-item]:not([hidden])') !== null);
      show(list.querySelector('[data-nothing]'), shown === 0);
      const output = form.querySelector('output');
      if (output !== null) output.value = `${String(shown)} of ${String(items.length)} shown`;
    };

    form.hidden = false;
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.querySelector('[data-open]')?.addEventListener('click', () => {
      const all = [...list.querySelectorAll<HTMLDetailsElement>('[data-item]:not([hidden]) details')];
      const open = all.some((one) => !one.open);
      for (const one of all) one.open = open;
    });
    list.querySelector('[data-again]')?.addEventListener('click', () => {
      form.reset();
      filter();
      form.querySelector<HTMLElement>('input[type=search]')?.focus();
    });
    filter();
  };

  /** What an address names is shown, whatever the filters say. */
  const reveal = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = target?.closest<HTMLElement>('[data-item]');
    if (target === null || item === undefined || item === null) return;
    const closed = target.querySelector<HTMLDetailsElement>(':scope > details[data-whole]');
    if (closed !== null) closed.open = true;
    if (!item.hidden) return;
    const form = item.closest('[data-list]')?.querySelector<HTMLFormElement>('form[data-filters]');
    form?.reset();
    form?.dispatchEvent(new Event('input'));
    target.scrollIntoView();
  };

  for (const list of document.querySelectorAll<HTMLElement>('[data-list]')) filtered(list);
  addEventListener('hashchange', reveal);
  reveal();

  let closed: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const one of closed) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
  });
}
