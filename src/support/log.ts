import { scrub } from './secret.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Readonly<Record<string, unknown>>;

/** What happened, for people who watch a run. Results never go here: they are a command's output. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface LogOptions {
  /** Takes one line with its line feed, usually `process.stderr.write`. */
  readonly write: (line: string) => void;
  /** The least level that is written; `silent` writes nothing. */
  readonly level?: Level | 'silent';
  /** `text`: `warn: message key=value`; `json`: an object a line, with the time. */
  readonly format?: 'text' | 'json';
  /** Milliseconds since 1970, for `json`. */
  readonly now?: () => number;
}

const order: readonly (Level | 'silent')[] = ['debug', 'info', 'warn', 'error', 'silent'];

export function createLog({ write, level = 'info', format = 'text', now = Date.now }: LogOptions): Log {
  const at =
    (own: Level) =>
    (message: string, fields: Fields = {}) => {
      if (order.indexOf(own) < order.indexOf(level)) return;
      const line =
        format === 'json'
          ? JSON.stringify({ time: new Date(now()).toISOString(), level: own, message, ...fields })
          : [`${own}: ${message}`, ...Object.entries(fields).map(([name, value]) => `${name}=${show(value)}`)].join(
              ' ',
            );
      write(`${scrub(oneLine(line))}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export const silentLog: Log = createLog({ write: () => {}, level: 'silent' });

/** Server texts land here too: they must not forge further lines or drive the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\r?\n/g, '\\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?'); // oxlint-disable-line no-control-regex -- that is what is replaced
}

function show(value: unknown): string {
  if (typeof value === 'string') return /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? 'undefined';
}
