import { css } from './css.ts';

/** Chains drawn: no state is told by colour alone, greyed cards are dashed too. */
export const pictureStyle = css`
  .picture {
    padding: 0.9rem 1.2rem 0.6rem;
    overflow-x: auto;
  }

  svg.chain {
    display: block;
    width: 100%;
    min-width: 58rem;
    height: auto;
    font-family: var(--sans);
  }

  .chain .card > rect {
    fill: var(--surface);
    stroke: var(--line);
    stroke-width: 1.4;
  }

  .chain .card.ok > rect {
    fill: var(--ok-tint);
    stroke: var(--ok-fill);
  }

  .chain .card.broken > rect {
    fill: var(--broken-tint);
    stroke: var(--broken-fill);
    stroke-width: 2.4;
  }

  .chain .card.unknown > rect {
    fill: var(--unknown-tint);
    stroke: var(--unknown-fill);
    stroke-dasharray: 5 4;
  }

  .chain .card.unreached > rect {
    fill: var(--sunken);
    stroke: var(--unreached-fill);
    stroke-dasharray: 3 4;
  }

  .chain text {
    fill: var(--text);
  }

  .chain .label {
    fill: var(--muted);
    font-size: 12px;
    font-weight: 600;
  }

  .chain .name {
    font: 600 12.5px var(--mono);
  }

  .chain .note {
    fill: var(--muted);
    font: 11.5px var(--mono);
  }

  .chain .broken .note {
    fill: var(--broken);
  }

  .chain .unreached text {
    fill: var(--unreached);
    font-weight: 400;
  }

  .chain .arrow path {
    fill: none;
    stroke: var(--strong);
    stroke-width: 1.8;
  }

  .chain .arrow .tip {
    fill: var(--strong);
    stroke: none;
  }

  .chain .arrow.unreached path:first-child,
  .chain .arrow.unknown path:first-child {
    stroke-dasharray: 3 4;
  }

  .chain .arrow.broken path {
    stroke: var(--broken-fill);
  }

  .chain .arrow.broken .tip {
    fill: var(--broken-fill);
    stroke: none;
  }

  .chain .cut {
    fill: none;
    stroke: var(--broken-fill);
    stroke-width: 2.6;
    stroke-linecap: round;
  }

  .chain .flag rect {
    fill: var(--broken-fill);
  }

  .chain .flag text {
    fill: var(--on-fill);
    font-size: 11.5px;
    font-weight: 650;
    text-anchor: middle;
  }
`;
