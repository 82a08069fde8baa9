import { css } from './css.ts';

/** What every page looks like: text, links, sections. */
export const pageStyle = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  html {
    scroll-padding-top: 5.5rem;
  }

  body {
    margin: 0;
    background: var(--page);
    color: var(--text);
    font: 16px/1.55 var(--sans);
    -webkit-text-size-adjust: 100%;
  }

  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  table,
  pre,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }

  h1 {
    font-size: clamp(1.6rem, 1.2rem + 1.6vw, 2.3rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: 1.25rem;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  h3 {
    font-size: 1.08rem;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }

  h4 {
    font-size: 0.82rem;
    color: var(--muted);
    font-weight: 600;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    border-radius: 6px;
  }

  [tabindex]:focus-visible {
    outline-offset: -3px;
  }

  main:focus {
    outline: none;
  }

  code,
  pre,
  .mono {
    font-family: var(--mono);
    font-size: 0.86em;
    overflow-wrap: anywhere;
  }

  pre {
    white-space: pre-wrap;
  }

  ul,
  ol {
    list-style: none;
  }

  .skip {
    position: absolute;
    left: 1rem;
    top: -4rem;
    z-index: 3;
    padding: 0.6rem 1rem;
    background: var(--surface);
    border: 2px solid var(--accent);
    border-radius: 8px;
  }

  .skip:focus {
    top: 0.8rem;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .wrap {
    max-width: 84rem;
    margin: 0 auto;
    padding: 0 clamp(0.9rem, 3vw, 2rem);
  }

  main > section {
    margin: 2.2rem 0;
  }

  main > section > h2 {
    margin-bottom: 0.9rem;
  }

  .panel {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 14px;
    box-shadow: var(--shadow);
  }

  .lines {
    padding: 0.4rem 1.2rem;
  }

  .lines > li {
    padding: 0.6rem 0;
    overflow-wrap: anywhere;
  }

  .lines > li + li {
    border-top: 1px solid var(--line);
  }

  .says {
    margin-top: 0.5rem;
    padding: 0.65rem 0.9rem;
    background: var(--sunken);
    border-left: 3px solid var(--strong);
    border-radius: 0 8px 8px 0;
  }

  .broken > .says,
  .says.broken {
    background: var(--broken-tint);
    border-color: var(--broken-fill);
  }

  footer {
    margin: 3rem 0 2rem;
    color: var(--muted);
    font-size: 0.88rem;
  }

  @media (prefers-reduced-motion: no-preference) {
    html {
      scroll-behavior: smooth;
    }
  }
`;
