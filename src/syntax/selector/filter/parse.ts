import { wellFormed } from '../../go-string.ts';
import { filterGrammar } from './grammar.ts';
import { runRule, type Outcome } from './peg.ts';
import type { Filter } from './tree.ts';

/** Where go-bexpr gives up, unless told otherwise. */
const mostExpressions = 2_000_000;

/**
 * Reads a filter in the language of go-bexpr 0.1.15, which Nomad 1.11 uses for `?filter=`; what it refuses, it refuses with
 * the library's text. Consul 1.22 reads another version of the language: see `parseSelector`.
 */
export function parseFilter(text: string): Outcome<Filter> {
  return runRule('Input', filterGrammar(), wellFormed(text), mostExpressions);
}
