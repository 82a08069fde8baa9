import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { auditHtml } from '../../../src/report/html/audit-page.ts';
import { keepPicture } from '../../browser/picture.ts';
import { describeInChromium } from '../../browser/suite.ts';
import { around, attackAround, attackReport, auditReport } from './audit-sample.ts';

const html = auditHtml(auditReport, around);

async function shown(page: Page): Promise<readonly string[]> {
  const ids = await page.locator('.finding:visible').evaluateAll((items) => items.map(({ id }) => id));
  return ids.map((id) => id.replace('finding-', ''));
}

describeInChromium('the page of an audit', (open) => {
  it.each(['light', 'dark'] as const)('loads without a complaint, and asks for nothing: %s', async (scheme) => {
    const { page, complaints, requests } = await open(html, { scheme });
    expect(await page.title()).toBe('Audit: 3 errors, 1 warning, 1 note');
    expect(await shown(page)).toEqual(['1', '2', '3', '4', '5']);
    await keepPicture(page, `audit-${scheme}`);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('filters by severity, area and rule, and searches, without touching the pictures', async () => {
    const { page } = await open(html);
    const findings = page.getByRole('search', { name: 'Filter the findings' });
    await findings.getByRole('radio', { name: 'Errors' }).check();
    expect(await shown(page)).toEqual(['1', '2', '3']);
    await findings.getByLabel('Area').selectOption('job');
    expect(await shown(page)).toEqual(['2']);
    await findings.getByRole('radio', { name: 'All' }).check();
    expect(await shown(page)).toEqual(['2', '4']);
    await findings.getByLabel('Rule').selectOption('job/consul-block-missing');
    expect(await findings.getByRole('status').textContent()).toBe('1 of 5 shown');
    await findings.getByRole('searchbox').fill('nowhere');
    await page.getByRole('button', { name: 'Show everything' }).first().click();
    await findings.getByRole('searchbox').fill('any bound audience');
    expect(await shown(page)).toEqual(['3']);
    expect(await page.locator('[id^=chain-][data-item]:visible').count()).toBe(7);
  });

  it('leads from a finding to its cause and to the picture of its chain', async () => {
    const { page } = await open(html);
    await page.locator('#finding-3 summary').first().click();
    await page.locator('#finding-3').getByRole('link', { name: 'Nomad refuses the job shop' }).click();
    await page.locator('#finding-2 .body').waitFor({ state: 'visible' });
    await page.getByRole('search', { name: 'Filter the chains' }).getByRole('radio', { name: 'Holds' }).check();
    await page.locator('#finding-3').getByRole('link', { name: 'server at Consul' }).click();
    const id = new URL(page.url()).hash;
    await page.locator(id).waitFor({ state: 'visible' });
    expect(await page.locator(`${id} h3`).textContent()).toBe('prod / shop / api / task server');
  });

  it('fits a telephone', async () => {
    const { page } = await open(html, { width: 390 });
    await keepPicture(page, 'audit-narrow');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('lets hostile names do nothing', async () => {
    const { page, complaints } = await open(auditHtml(attackReport, attackAround));
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    const links = await page.locator('a').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).protocol));
    expect(new Set(links)).toEqual(new Set(['file:', 'https:']));
    expect(complaints).toEqual([]);
  });
});
