import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { page } from '../../../src/report/html/page.ts';
import { colourStyle } from '../../../src/report/html/colour-style.ts';

const html = page({ title: 'A <title>', command: 'explain', head: 'head', main: 'main' });

function between(start: string, end: string): string {
  const parts = html.split(start);
  expect(parts, `one ${start}`).toHaveLength(2);
  return parts[1]?.split(end)[0] ?? '';
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('a page', () => {
  it('allows its own style and script and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    const directives = new Map(policy?.split('; ').map((one) => [one.split(' ')[0], one]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('style-src')).toBe(`style-src ${hash(between('<style>', '</style>'))}`);
    expect(directives.get('script-src')).toBe(`script-src ${hash(between('<script>', '</script>'))}`);
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<title>'));
  });

  it('needs nothing beside itself', () => {
    const addresses = [...html.matchAll(/\s(?:src|href|srcset|action|poster)="([^"]*)"/g)].map(([, one]) => one);
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((one) => !/^(?:#|data:image\/svg\+xml,)/.test(one ?? ''))).toEqual([]);
    expect(between('<style>', '</style>')).not.toMatch(/@import|url\(/);
  });

  it('has a language, a title, one main part and a way to it', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(between('<title>', '</title>')).toBe('A &lt;title&gt;');
    expect(html).toMatch(/<body>\s*<a class="skip" href="#main">/);
    expect(html).toContain('<main id="main"');
  });
});

/** Colours of the light page, and of the dark one where they differ. */
const [light, dark] = colourStyle
  .split('prefers-color-scheme: dark')
  .map((part) => new Map([...part.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, colour]) => [name, colour])));

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [brighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

describe.each([
  ['light', light],
  ['dark', new Map([...(light ?? []), ...(dark ?? [])])],
])('the colours of the %s page', (_, colours) => {
  const of = (name: string): string => colours?.get(name) ?? expect.fail(`no colour ${name}`);

  it.each([
    ['text', ['page', 'surface', 'sunken', 'ok-tint', 'broken-tint', 'unknown-tint']],
    ['muted', ['page', 'surface', 'sunken', 'ok-tint', 'unknown-tint']],
    ['accent', ['page', 'surface']],
    ['ok', ['surface', 'sunken', 'ok-tint']],
    ['broken', ['surface', 'sunken', 'broken-tint']],
    ['unknown', ['surface', 'sunken', 'unknown-tint']],
    ['unreached', ['surface', 'sunken']],
    ['consul', ['surface']],
    ['vault', ['surface']],
    ['on-fill', ['broken-fill']],
  ])('let %s be read', (text, grounds) => {
    for (const ground of grounds) expect(contrast(of(text), of(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ok-fill', 'broken-fill', 'unknown-fill', 'unreached-fill'])('let the signs on %s be seen', (fill) => {
    expect(contrast(of('on-fill'), of(fill))).toBeGreaterThanOrEqual(3);
  });
});
