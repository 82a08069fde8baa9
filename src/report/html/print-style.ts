import { css } from './css.ts';

/** On paper: no controls, everything open, nothing torn apart that belongs together, black on white whatever the screen. */
export const printStyle = css`
  @media print {
    :root {
      color-scheme: light;
      --page: #ffffff;
      --surface: #ffffff;
      --sunken: #f3f4f6;
      --text: #000000;
      --muted: #444444;
      --line: #c4c8cd;
      --strong: #777777;
      --accent: #000000;
      --ok: #14692f;
      --ok-fill: #1f8240;
      --ok-tint: #ffffff;
      --broken: #b3151d;
      --broken-fill: #b3151d;
      --broken-tint: #fff0ef;
      --unknown: #7d4e00;
      --unknown-fill: #7d4e00;
      --unknown-tint: #ffffff;
      --unreached: #555555;
      --unreached-fill: #777777;
      --consul: #000000;
      --vault: #000000;
      --shadow: none;
    }

    * {
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }

    body {
      font-size: 10.5pt;
    }

    .filters,
    .skip {
      display: none !important;
    }

    .picture {
      overflow: visible;
    }

    svg.chain,
    table:not(.narrow) {
      min-width: 0;
    }

    .item,
    .steps > li,
    tr {
      break-inside: avoid-page;
    }

    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }
  }
`;
