import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { explainHtml } from '../../../src/report/html/explain-page.ts';
import { keepPicture } from '../../browser/picture.ts';
import { describeInChromium } from '../../browser/suite.ts';
import { folderWith } from '../../support/folder.ts';
import { attack, sample } from './sample.ts';

const html = explainHtml(sample);

async function shown(page: Page): Promise<readonly string[]> {
  const ids = await page.locator('[data-item]:visible').evaluateAll((items) => items.map(({ id }) => id));
  return ids.map((id) => id.replace('chain-', ''));
}

describeInChromium('the page of an explanation', (open) => {
  it.each(['light', 'dark'] as const)('loads without a complaint, and asks for nothing: %s', async (scheme) => {
    const { page, complaints, requests } = await open(html, { scheme });
    expect(await page.title()).toBe('shop: what it may do at Consul and Vault');
    expect(await page.locator('[data-item]').count()).toBe(7);
    await keepPicture(page, `explain-${scheme}`);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe(scheme === 'light' ? 'rgb(244, 246, 249)' : 'rgb(12, 16, 22)');
  });

  it('filters by state and product, together', async () => {
    const { page } = await open(html);
    const choose = (name: string): Promise<void> => page.getByRole('radio', { name, exact: false }).check();
    expect(await shown(page)).toHaveLength(7);
    await choose('Breaks');
    expect(await shown(page)).toEqual(['2', '3', '4', '5', '6']);
    await choose('Vault');
    expect(await shown(page)).toEqual(['3']);
    expect(await page.getByRole('status').textContent()).toBe('1 of 7 shown');
    await choose('Holds');
    expect(await shown(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show everything' }).click();
    expect(await shown(page)).toHaveLength(7);
  });

  it('searches every word, in what is closed too', async () => {
    const { page } = await open(html);
    const search = page.getByRole('searchbox');
    await search.fill('POWERDNS  bound audience');
    expect(await shown(page)).toEqual(['2']);
    await search.fill('no such thing');
    expect(await page.getByText('Nothing fits.').isVisible()).toBe(true);
    await search.fill('');
    expect(await shown(page)).toHaveLength(7);
  });

  it('can be used by keyboard alone, and shows where one is', async () => {
    const { page } = await open(html);
    const reached: string[] = [];
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab');
      const [what, seen] = await page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        const drawn = at instanceof HTMLInputElement && at.type === 'radio' ? at.nextElementSibling : at;
        const { outlineStyle, outlineWidth } = getComputedStyle(drawn as HTMLElement);
        const name = at.getAttribute('name') ?? at.className.toString();
        return [`${at.localName} ${name}`, outlineStyle !== 'none' && outlineWidth !== '0px'] as const;
      });
      reached.push(what.trim());
      if (what !== 'body ') expect(seen, what).toBe(true);
    }
    expect(reached.slice(0, 6)).toEqual([
      'a skip',
      'input state',
      'input product',
      'input search',
      'button',
      'div picture',
    ]);
    expect(reached).toContain('summary');
    await page.getByRole('radio', { name: 'All' }).first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await shown(page)).toEqual(['2', '3', '4', '5', '6']);
    await page.locator('#chain-2 summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#chain-2 .steps').isVisible()).toBe(true);
  });

  it('shows what an address names, though a filter hides it', async () => {
    const { page } = await open(html);
    await page.getByRole('radio', { name: 'Holds' }).check();
    await page.evaluate(() => {
      location.hash = '#chain-4';
    });
    await page.locator('#chain-4').waitFor({ state: 'visible' });
    expect(await shown(page)).toHaveLength(7);
  });

  it('shows everything but the filters when scripts are off', async () => {
    const { page } = await open(html, { script: false });
    expect(await page.locator('[data-item]:visible').count()).toBe(7);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.locator('#chain-1 summary').first().click();
    expect(await page.locator('#chain-1 .steps').isVisible()).toBe(true);
  });

  it('opens everything on paper, and leaves the controls out', async () => {
    const { page } = await open(html);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await keepPicture(page, 'explain-print');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.locator('#chain-1 details[open]').count()).toBe(0);
  });

  it('fits a telephone: only pictures and tables scroll sideways', async () => {
    const { page } = await open(html, { width: 390 });
    await keepPicture(page, 'explain-narrow');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('draws no text over the edge of its card', async () => {
    const { page } = await open(html);
    const over = await page.locator('svg.chain .card').evaluateAll((cards) =>
      cards.flatMap((card) => {
        const box = card.querySelector('rect') as SVGRectElement;
        const right = box.x.baseVal.value + box.width.baseVal.value;
        return [...card.querySelectorAll(':scope > text')].flatMap((text) => {
          const { x, width } = (text as SVGTextElement).getBBox();
          return x + width > right ? [text.textContent] : [];
        });
      }),
    );
    expect(over).toEqual([]);
  });

  it('lets hostile names do nothing', async () => {
    const { page, complaints } = await open(explainHtml(attack));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('h1').textContent()).toContain('</script></style><img src=x onerror=alert(1)>');
    await page.getByRole('searchbox').fill('onerror=alert(1)');
    expect(await page.locator('[data-item]:visible').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('stops by its policy what might slip through', async () => {
    const { page, complaints } = await open(
      html.replace('<h1>', '<img src="x:y" onerror="alert(1)"><script>alert(2)</script><p style="color:red">p</p><h1>'),
    );
    await page.locator('h1').waitFor();
    expect(complaints.length).toBeGreaterThanOrEqual(3);
    expect(complaints.filter((one) => !one.includes('Content Security Policy'))).toEqual([]);
  });

  it('is the same page when the built command writes it', async () => {
    const job =
      'job "web" {\n  group "api" {\n    task "server" {\n      driver = "exec"\n      consul {}\n    }\n  }\n}\n';
    const spec = `version: 1
issuers: { nomad: { jwks_url: "http://127.0.0.1:1/jwks.json" } }
presets: [{ preset: nomad-consul, issuer: nomad }]
`;
    const cwd = folderWith({ 'web.nomad.hcl': job, 'wid.yaml': spec });
    const cli = fileURLToPath(new URL('../../../dist/bin/wid.cjs', import.meta.url));
    const args = [cli, 'explain', 'web.nomad.hcl', '-f', 'wid.yaml', '--format', 'html'];
    const written = execFileSync(process.execPath, args, { cwd, encoding: 'utf8', env: { HOME: cwd } });
    const { page, complaints } = await open(written);
    expect(await page.getByRole('status').textContent()).toBe('1 of 1 shown');
    expect(complaints).toEqual([]);
  });
});
