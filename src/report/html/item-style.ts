import { css } from './css.ts';

/** Items of a list, their states, steps and tables. */
export const itemStyle = css`
  .item + .item {
    margin-top: 1.1rem;
  }

  .item > header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem 0.8rem;
    padding: 1rem 1.2rem 0;
  }

  .item > header h3 {
    margin-right: auto;
  }

  .path {
    color: var(--muted);
    font-weight: 450;
  }

  .tag {
    padding: 0.12rem 0.65rem;
    border: 1px solid currentcolor;
    border-radius: 99px;
    font-size: 0.82rem;
    font-weight: 600;
    white-space: nowrap;
  }

  .tag.consul {
    color: var(--consul);
  }

  .tag.vault {
    color: var(--vault);
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    font-size: 0.92rem;
    font-weight: 600;
    white-space: nowrap;
  }

  .state.ok {
    color: var(--ok);
  }

  .state.broken {
    color: var(--broken);
  }

  .state.unknown {
    color: var(--unknown);
  }

  .state.unreached {
    color: var(--unreached);
  }

  .sign {
    flex: none;
    vertical-align: -0.25em;
  }

  .mark circle {
    stroke: none;
  }

  .mark path {
    fill: none;
    stroke: var(--on-fill);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .mark.ok circle {
    fill: var(--ok-fill);
  }

  .mark.broken circle {
    fill: var(--broken-fill);
  }

  .mark.unknown circle {
    fill: var(--unknown-fill);
  }

  .mark.unreached circle {
    fill: var(--unreached-fill);
  }

  .item > .breaks {
    margin: 0.2rem 1.2rem 0.9rem;
  }

  .item details {
    border-top: 1px solid var(--line);
  }

  summary {
    padding: 0.65rem 1.2rem;
    color: var(--accent);
    font-weight: 550;
    cursor: pointer;
  }

  summary:focus-visible {
    outline-offset: -4px;
  }

  .item details > :not(summary) {
    margin: 0.2rem 1.2rem 1.1rem;
  }

  .steps > li {
    position: relative;
    padding: 0 0 1.1rem 2.2rem;
  }

  .steps > li:not(:last-child)::before {
    content: '';
    position: absolute;
    left: 9px;
    top: 1.6rem;
    bottom: -0.1rem;
    border-left: 2px solid var(--line);
  }

  .steps > li > .sign {
    position: absolute;
    left: 0;
    top: 0.15rem;
  }

  .steps p {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .steps .unreached p {
    color: var(--unreached);
    font-weight: 450;
  }

  .steps p b {
    margin-left: 0.4rem;
    color: var(--broken);
    font-size: 0.88rem;
  }

  .steps ul {
    margin-top: 0.25rem;
    color: var(--muted);
    font-size: 0.92rem;
  }

  .steps ul li {
    overflow-wrap: anywhere;
  }

  .table {
    margin-top: 0.5rem;
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.92rem;
  }

  table:not(.narrow) {
    min-width: 44rem;
  }

  .needs tbody th,
  .needs td:nth-child(3) {
    width: 26%;
    min-width: 14rem;
  }

  table.narrow {
    width: auto;
  }

  th,
  td {
    padding: 0.4rem 1.2rem 0.4rem 0;
    border-bottom: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  thead th {
    color: var(--muted);
    font-size: 0.84rem;
    font-weight: 600;
    white-space: nowrap;
  }

  tbody th {
    font-weight: 500;
  }

  tbody tr:last-child > * {
    border-bottom: 0;
  }

  td small,
  th small {
    display: block;
    color: var(--muted);
    font-size: 0.86rem;
    font-weight: 400;
  }

  caption {
    padding-bottom: 0.3rem;
    text-align: left;
    font-weight: 600;
  }
`;
