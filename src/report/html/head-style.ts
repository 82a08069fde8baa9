import { css } from './css.ts';

/** The top of a page: what it is about, the verdict and the counts. */
export const headStyle = css`
  .masthead {
    padding: 1.6rem 0 1.7rem;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.55rem;
    margin-bottom: 1.1rem;
    color: var(--muted);
    font-size: 0.9rem;
    font-weight: 600;
  }

  .brand svg {
    flex: none;
    width: 26px;
    height: 26px;
  }

  .brand b {
    color: var(--text);
  }

  .under {
    margin-top: 0.35rem;
    color: var(--muted);
    overflow-wrap: anywhere;
  }

  .verdict {
    display: flex;
    align-items: flex-start;
    gap: 0.7rem;
    margin-top: 1.2rem;
    padding: 0.85rem 1.1rem;
    border: 1px solid currentcolor;
    border-left-width: 5px;
    border-radius: 10px;
    font-size: 1.05rem;
    font-weight: 600;
  }

  .verdict .sign {
    margin-top: 0.2rem;
    width: 22px;
    height: 22px;
  }

  .verdict.ok {
    color: var(--ok);
    background: var(--ok-tint);
  }

  .verdict.broken {
    color: var(--broken);
    background: var(--broken-tint);
  }

  .verdict.unknown {
    color: var(--unknown);
    background: var(--unknown-tint);
  }

  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin-top: 1.1rem;
  }

  .counts > div {
    min-width: 8.5rem;
    padding: 0.6rem 1rem 0.65rem;
    background: var(--sunken);
    border-radius: 10px;
  }

  .counts dt {
    color: var(--muted);
    font-size: 0.84rem;
  }

  .counts dd {
    font-size: 1.5rem;
    font-weight: 650;
    line-height: 1.25;
    font-variant-numeric: tabular-nums;
  }

  .counts .broken dd {
    color: var(--broken);
  }

  .counts .unknown dd {
    color: var(--unknown);
  }

  .counts .ok dd {
    color: var(--ok);
  }

  .counts small {
    color: var(--muted);
    font-size: 0.9rem;
    font-weight: 500;
  }
`;
