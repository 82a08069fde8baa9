import { css } from './css.ts';

/** Colours and fonts: light and dark as the reader's system is. */
export const colourStyle = css`
  :root {
    color-scheme: light dark;
    --page: #f4f6f9;
    --surface: #ffffff;
    --sunken: #f0f3f7;
    --text: #161b22;
    --muted: #545d68;
    --line: #d5dce4;
    --strong: #8a95a3;
    --accent: #1a56c4;
    --ok: #14692f;
    --ok-fill: #1f8240;
    --ok-tint: #edf8f0;
    --broken: #b3151d;
    --broken-fill: #c92a2a;
    --broken-tint: #fff0ef;
    --unknown: #7d4e00;
    --unknown-fill: #9a6700;
    --unknown-tint: #fff8e3;
    --unreached: #5f6975;
    --unreached-fill: #7d8793;
    --info-fill: #1a56c4;
    --on-fill: #ffffff;
    --consul: #b51f5e;
    --vault: #6b4fbb;
    --shadow: 0 1px 2px rgb(20 30 45 / 7%), 0 2px 10px rgb(20 30 45 / 5%);
    --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace;
    --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
  }

  @media (prefers-color-scheme: dark) {
    :root {
      --page: #0c1016;
      --surface: #151b23;
      --sunken: #1d2530;
      --text: #e8edf3;
      --muted: #a3aebb;
      --line: #2e3844;
      --strong: #66717f;
      --accent: #82b1ff;
      --ok: #56d374;
      --ok-fill: #238a43;
      --ok-tint: #12251a;
      --broken: #ff8a82;
      --broken-fill: #d83a35;
      --broken-tint: #2f1718;
      --unknown: #e8b84a;
      --unknown-fill: #966a0a;
      --unknown-tint: #2a2110;
      --unreached: #949fac;
      --unreached-fill: #616c79;
      --info-fill: #2f6bd8;
      --consul: #ff86b3;
      --vault: #bda7ff;
      --shadow: 0 0 0 1px rgb(255 255 255 / 3%);
    }
  }
`;
