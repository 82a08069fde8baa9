import { css } from './css.ts';

/** Findings: severities, what follows from what, code and edits. */
export const findingStyle = css`
  .state.error {
    color: var(--broken);
  }

  .state.warning {
    color: var(--unknown);
  }

  .state.info {
    color: var(--accent);
  }

  .mark.error circle {
    fill: var(--broken-fill);
  }

  .mark.info circle {
    fill: var(--info-fill);
  }

  .mark .ground {
    fill: var(--unknown-fill);
    stroke: var(--unknown-fill);
    stroke-width: 1.6;
  }

  .counts .error dd {
    color: var(--broken);
  }

  .counts .warning dd {
    color: var(--unknown);
  }

  .lines > li > .state {
    white-space: normal;
  }

  .group + .group {
    margin-top: 1.1rem;
  }

  .finding > header,
  .finding > details > summary {
    align-items: flex-start;
  }

  .finding h3 {
    flex: 1 1 22rem;
  }

  .finding .state {
    padding-top: 0.1rem;
  }

  .finding .tag {
    color: var(--muted);
    border-color: var(--line);
  }

  .finding .body {
    padding: 0.3rem 1.2rem 1rem;
  }

  .finding .body > * + * {
    margin-top: 0.7rem;
  }

  .finding .body > p {
    max-width: 52rem;
    overflow-wrap: anywhere;
  }

  .where,
  .more {
    color: var(--muted);
    font-size: 0.92rem;
  }

  .where b {
    color: var(--text);
    font-weight: 600;
  }

  .more:empty {
    display: none;
  }

  .fix {
    padding-left: 0.9rem;
    border-left: 3px solid var(--ok-fill);
  }

  .follows {
    margin: 0.6rem 0 0 1rem;
    padding-left: 1.1rem;
    border-left: 2px solid var(--line);
  }

  .follows > p {
    margin-bottom: 0.5rem;
    color: var(--muted);
    font-size: 0.9rem;
    font-weight: 600;
  }

  .follows .item + .item {
    margin-top: 0.5rem;
  }

  .follows h3 {
    font-size: 1rem;
    font-weight: 550;
  }

  .finding > details {
    border-top: 0;
  }

  .finding > details > summary {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem 0.8rem;
    color: inherit;
  }

  .finding > details > summary::before {
    content: '';
    flex: none;
    width: 0.5rem;
    height: 0.5rem;
    margin: 0.55rem 0.1rem 0 0;
    border: solid var(--muted);
    border-width: 0 2px 2px 0;
    transform: rotate(-45deg);
  }

  .finding > details[open] > summary::before {
    transform: rotate(45deg);
  }

  .finding > details > .body {
    margin: 0;
  }

  .code {
    padding: 0.7rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: 9px;
    background: var(--sunken);
    line-height: 1.5;
    white-space: pre;
    overflow-x: auto;
  }

  .code .at {
    font-weight: 700;
  }

  .code .file {
    color: var(--muted);
  }

  .code .gone {
    color: var(--broken);
    background: var(--broken-tint);
  }

  .code .new {
    color: var(--ok);
    background: var(--ok-tint);
  }

  .code .gone,
  .code .new {
    display: block;
    margin: 0 -0.9rem;
    padding: 0 0.9rem;
  }

  .evidence.evidence {
    border: 0;
  }

  .evidence > summary {
    padding: 0.1rem 0;
    font-size: 0.95rem;
  }

  .evidence.evidence > .table {
    margin: 0.3rem 0 0;
  }

  .evidence td code {
    white-space: pre-wrap;
  }
`;
