import { css } from './css.ts';

/** The bar of filters, which stays in sight. */
export const filterStyle = css`
  .filters {
    position: sticky;
    top: 0.5rem;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem 0.8rem;
    margin-bottom: 1.1rem;
    padding: 0.7rem 0.9rem;
  }

  .filters fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 3px;
    border: 0;
    border-radius: 10px;
    background: var(--sunken);
  }

  .filters fieldset label {
    position: relative;
    cursor: pointer;
  }

  .filters fieldset input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .filters fieldset span {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    padding: 0.28rem 0.75rem;
    border: 1px solid transparent;
    border-radius: 8px;
    color: var(--muted);
    font-size: 0.92rem;
    font-weight: 550;
  }

  .filters fieldset b {
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    opacity: 0.85;
  }

  .filters fieldset label:hover span {
    color: var(--text);
  }

  .filters input:checked + span {
    background: var(--surface);
    border-color: var(--strong);
    color: var(--text);
  }

  .filters input:focus-visible + span {
    outline: 3px solid var(--accent);
    outline-offset: 1px;
  }

  .filters .sign {
    width: 16px;
    height: 16px;
  }

  .filters input[type='search'],
  .filters select,
  .filters button {
    height: 2.35rem;
    padding: 0 0.75rem;
    border: 1px solid var(--strong);
    border-radius: 9px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 0.95rem;
  }

  .filters .search {
    flex: 1 1 7.5rem;
  }

  .filters .search input {
    width: 100%;
  }

  .filters ::placeholder {
    color: var(--muted);
    opacity: 1;
  }

  .filters select {
    max-width: 10rem;
    padding-right: 0.4rem;
  }

  .filters button {
    font-weight: 550;
    cursor: pointer;
  }

  .filters button:hover {
    background: var(--sunken);
  }

  .filters output {
    color: var(--muted);
    font-size: 0.9rem;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .nothing {
    padding: 2.2rem 1rem;
    text-align: center;
    color: var(--muted);
  }

  @media (max-width: 46rem) {
    .filters {
      position: static;
    }
  }
`;
