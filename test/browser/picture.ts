import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes a picture of a page, and keeps it for people to look at in the folder that `WID_PICTURES` names. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const shot = await page.screenshot({ fullPage: true });
  const folder = process.env.WID_PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), shot);
}
