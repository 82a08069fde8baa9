import { Lexer } from 'yaml';

/** Deeper files are refused: the parser recurses, and far out its regular expressions abort the whole process. */
const deepest = 100;
const scalarFollows = '\u001f';
/** What the lexer puts between the pieces of the text: start of a document, end of a flow error, start of a scalar. */
const marks: readonly string[] = ['\u0002', '\u0018', scalarFollows];

/** The offset at which a text nests deeper than any spec does, before it is given to the parser. */
export function tooDeepAt(text: string): number | undefined {
  let offset = 0;
  let flow = 0;
  let onLine = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    if (!scalar) {
      if (token === '[' || token === '{') flow += 1;
      else if (token === ']' || token === '}') flow -= 1;
      else if (token === '-' || token === '?') onLine += 1;
      else if (token.startsWith('\n') || token.startsWith('\r')) onLine = 0;
      if (flow > deepest || onLine > deepest) return offset;
    }
    scalar = token === scalarFollows;
    if (!marks.includes(token)) offset += token.length;
  }
  return undefined;
}
