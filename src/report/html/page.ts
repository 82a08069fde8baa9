import { createHash } from 'node:crypto';
import { colourStyle } from './colour-style.ts';
import { filterStyle } from './filter-style.ts';
import { findingStyle } from './finding-style.ts';
import { headStyle } from './head-style.ts';
import { itemStyle } from './item-style.ts';
import { htmlOf, markup, verbatim, type Content } from './markup.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { pictureStyle } from './picture-style.ts';
import { printStyle } from './print-style.ts';

export interface Page {
  /** The browser's title. */
  readonly title: string;
  /** Which command wrote it. */
  readonly command: string;
  /** Heading, verdict and counts. */
  readonly head: Content;
  /** The sections. */
  readonly main: Content;
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="3.4" stroke-linecap="round"><rect width="32" height="32" rx="8" fill="#1a56c4"/><path d="M14 11.5l2.6-2.6a5 5 0 0 1 7 7L21 18.5" stroke="#fff"/><path d="M18 20.5l-2.6 2.6a5 5 0 0 1-7-7L11 13.5" stroke="#fff"/><path d="M13 19l6-6" stroke="#8fb9ff"/></svg>';

/**
 * A whole page in one file. It loads nothing, and its policy forbids it to: of scripts and styles only its own two run,
 * known by their hashes, so that a name from a cluster that slipped through as HTML could do nothing.
 */
export function page({ title, command, head, main }: Page): string {
  const style = [
    colourStyle,
    pageStyle,
    headStyle,
    filterStyle,
    itemStyle,
    pictureStyle,
    findingStyle,
    printStyle,
  ].join('\n');
  const script = `(${pageScript.toString()})();`;
  return htmlOf(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyFor(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<style>${verbatim(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead"><div class="wrap">
<div class="brand">${verbatim(icon.replace('<svg ', '<svg aria-hidden="true" '))}<span><b>wid</b> ${command}</span></div>
${head}
</div></header>
<main id="main" class="wrap" tabindex="-1">
${main}
</main>
<footer class="wrap">Written by <code>wid ${command} --format html</code>. This page loads nothing from anywhere and sends nothing.</footer>
<script>${verbatim(script)}</script>
</body>
</html>
`);
}

function policyFor(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
