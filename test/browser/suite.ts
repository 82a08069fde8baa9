import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needMark } from '../servers/need.ts';
import { findChromium } from './find.ts';

const reason = `${needMark}Chromium: install the package chromium, or set WID_CHROMIUM_BIN]`;

/** How somebody looks at a page. */
export interface View {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly script?: boolean;
}

export interface Opened {
  readonly page: Page;
  /** Errors, warnings and whatever the content security policy stopped, as the console told them. */
  readonly complaints: readonly string[];
  /** Addresses that the page asked for beside itself. */
  readonly requests: readonly string[];
}

export type Open = (html: string, view?: View) => Promise<Opened>;

/**
 * A `describe` whose tests look at pages in a headless Chromium, each opened from a file as a user would. Without one it
 * is skipped, with the reason in its name, which the end of the run repeats; with `WID_REQUIRE_CHROMIUM=1` it fails.
 */
export function describeInChromium(name: string, tests: (open: Open) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    if (process.env.WID_REQUIRE_CHROMIUM === '1') {
      it(`${name} has its Chromium`, () => {
        expect.fail(`${reason}: WID_REQUIRE_CHROMIUM=1 forbids to skip it`);
      });
    } else describe.skip(`${name} ${reason}`, () => tests(() => Promise.reject(new Error(reason))));
    return;
  }
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'wid-page-'));
    let browser: Browser;
    let pages = 0;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath });
    });

    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    tests(async (html, { scheme = 'light', width = 1280, script = true } = {}) => {
      const file = join(folder, `${String(++pages)}.html`);
      writeFileSync(file, html);
      const context = await browser.newContext({
        colorScheme: scheme,
        viewport: { width, height: 900 },
        javaScriptEnabled: script,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => requests.push(request.url()));
      const address = pathToFileURL(file).href;
      await page.goto(address);
      return {
        page,
        complaints,
        get requests() {
          return requests.filter((url) => url !== address && !url.startsWith('data:'));
        },
      };
    });
  });
}
