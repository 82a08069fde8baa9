import { set, text, type Field } from './field.ts';

/** One or more certificates or keys as PEM; blanks around it and the line ends mean nothing. */
export function pem(api: readonly string[], doc: string): Field<string> {
  const whole = text(api, doc);
  return { ...whole, same: (a, b) => tidy(a) === tidy(b) };
}

/** PEM texts of which any may fit, so that their order means nothing. */
export function pems(api: readonly string[], doc: string): Field<readonly string[]> {
  return set(api, doc, { clean: tidy });
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
