import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';
import type { Place } from '../../src/syntax/source.ts';

/** The place of the first occurrence of a word. */
function placeOf(text: string, word: string): Place {
  const start = text.indexOf(word);
  return { source: { name: 'wid.yaml', text }, start, end: start + word.length };
}

describe('codeFrame', () => {
  it('shows the line with its neighbours and a caret under the range', () => {
    expect(codeFrame(placeOf('a: 1\nbb: wrong\nc: 3\n', 'wrong'))).toBe(
      ['  1 | a: 1', '> 2 | bb: wrong', '    |     ^^^^^', '  3 | c: 3'].join('\n'),
    );
  });

  it('aligns the gutter when the line numbers grow longer', () => {
    const text = Array.from({ length: 12 }, (_, index) => `k${String(index)}: v`).join('\n');
    expect(codeFrame(placeOf(text, 'k9'))).toBe(
      ['   9 | k8: v', '> 10 | k9: v', '     | ^^', '  11 | k10: v'].join('\n'),
    );
  });

  it('keeps the caret within the line for a range of several lines', () => {
    expect(codeFrame(placeOf('a:\n  b: 1\n  c: 2\n', 'b: 1\n  c: 2'))).toContain('|   ^^^^\n');
  });

  it('stands at the end of a text that is too short', () => {
    expect(codeFrame({ source: { name: 'x', text: 'ab' }, start: 2, end: 2 })).toBe(
      ['> 1 | ab', '    |   ^'].join('\n'),
    );
  });

  it('counts CRLF files like others', () => {
    expect(codeFrame(placeOf('a: 1\r\nb: x\r\n', 'x'))).toBe(['  1 | a: 1', '> 2 | b: x', '    |    ^'].join('\n'));
  });

  it('keeps tabs so that the caret stands below its character', () => {
    expect(codeFrame(placeOf('\ta\tbad', 'bad'))).toContain('| \t \t^^^');
  });

  it('cuts a long line around the range', () => {
    const frame = codeFrame(placeOf(`${'x'.repeat(5000)}BAD${'y'.repeat(5000)}`, 'BAD'));
    const [shown = '', caret = ''] = frame.split('\n');
    expect(shown.length).toBeLessThan(140);
    expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BAD');
  });

  it('replaces control characters', () => {
    expect(codeFrame(placeOf('a: \u001b[31mred', 'red'))).not.toContain('\u001b');
  });
});

describe('codeFrame hides', () => {
  const canary = 'canary-value-1';
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${'a'.repeat(20)}`;
  it.each([
    ['a plain value', `oidc_client_secret: ${canary} # note\nx: bad`],
    ['a quoted value', `x: bad\nclient_token: "${canary}, ${canary}"`],
    ['a JSON value', `{"password":"${canary}","x":"bad"}`],
    ['a value in a flow map', `{ api_key: ${canary}, x: bad }`],
    ['a block scalar', `x: bad\nmy_secret: |\n  ${canary}`],
    ['a later line of a block scalar', `my_secret: |\n  first\n  ${canary} bad\nz: 1`],
    ['a value on the next line', `my_secret:\n  ${canary} bad`],
    ['a quoted value over several lines', `my_secret: "one\n  ${canary}\n  bad"`],
    ['a JWT anywhere', `x: bad ${jwt}`],
    ['a private key', `x: |\n  -----BEGIN EC PRIVATE KEY-----\n  ${canary} bad\n  -----END EC PRIVATE KEY-----`],
  ])('%s', (_, text) => {
    const frame = codeFrame(placeOf(text, 'bad'));
    expect(frame).not.toContain(canary);
    expect(frame).not.toContain('eyJzdWIi');
  });

  it('a secret before the caret and keeps the caret in place', () => {
    const [shown = '', caret = ''] = codeFrame(placeOf(`{ token: ${canary}, x: bad }`, 'bad')).split('\n');
    expect(shown).toBe('> 1 | { token: (secret), x: bad }');
    expect(caret.indexOf('^')).toBe(shown.indexOf('bad'));
  });

  it.each([
    ['names of token settings', 'token_policies: [bad]'],
    ['a mount called secret', 'mount: secret # bad'],
    ['the entry after a secret in a list item', '- the_token: x\n  name: bad'],
    ['a policy whose name speaks of secrets', 'read-secrets:\n  rules: bad'],
  ])('nothing else: %s', (_, text) => {
    expect(codeFrame(placeOf(text, 'bad'))).toContain('bad');
  });
});
