import { describe, expect, it } from 'vitest';
import { answerReader, type RawAnswer } from '../../../src/clients/http1/answers.ts';
import { headersIn } from '../../../src/clients/http1/head.ts';

/** What is read out of the pieces, each of which is overwritten afterwards, and what the connection's end makes of it. */
function read(pieces: readonly Buffer[], { maxBytes = 1000, ends = false } = {}): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  const reader = answerReader(maxBytes, (answer) => answers.push(answer));
  for (const piece of pieces) {
    const only = Buffer.from(piece);
    reader.take(only);
    only.fill(0);
  }
  if (ends) reader.end();
  return answers;
}

function bytes(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'));
}

const length = bytes('HTTP/1.1 200 OK', 'Content-Length: 9', 'X-Index: 7', '', 'grüße :)').subarray(0, -1);
const chunks = bytes('HTTP/1.1 200 OK', 'transfer-encoding: Chunked', '', '6;x=y', '{"a":"', '4', '\u00fc"}', '0', '');
const trailer = Buffer.concat([chunks, bytes('Expires: 0', '', '')]);
const empty = bytes('HTTP/1.1 204 No Content', 'X-Index: 7', '', '');
const interim = bytes('HTTP/1.1 103 Early Hints', 'Link: </a>', '', '');

describe('answers on a connection', () => {
  const stream = Buffer.concat([length, trailer, interim, empty, length]);
  const bodies = ['grüße :', '{"a":"ü"}', '', 'grüße :'];

  it('are told apart by their lengths and chunks, several in one piece', () => {
    expect(read([stream]).map(({ body }) => body)).toEqual(bodies);
  });

  it.each([1, 2, 3, 7, 16, 61])('are the same when they come in pieces of %i bytes', (size) => {
    const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
      stream.subarray(at * size, (at + 1) * size),
    );
    expect(read(pieces)).toEqual(read([stream]));
  });

  it('end with the connection when they say nothing else, and then it carries no other', () => {
    const [answer] = read([bytes('HTTP/1.0 200 OK', 'Content-Type: text/plain', '', 'all of it')], { ends: true });
    expect(answer).toMatchObject({ body: 'all of it', head: { keepAlive: false } });
    expect(read([length.subarray(0, -1)], { ends: true })).toEqual([]);
  });

  it.each([
    ['HTTP/1.1 200 OK', 'Content-Length: 0', true],
    ['HTTP/1.1 200', 'Content-Length: 0\r\nConnection: keep-alive', true],
    ['HTTP/1.1 200 OK', 'Content-Length: 0\r\nconnection: Close', false],
    ['HTTP/1.0 200 OK', 'Content-Length: 0', false],
    ['HTTP/1.0 200 OK', 'Content-Length: 0\r\nConnection: Keep-Alive', true],
  ])('after %j with %j keep the connection: %j', (status, headers, keepAlive) => {
    expect(read([bytes(status, headers, '', '')])[0]?.head.keepAlive).toBe(keepAlive);
  });

  it('have headers with names in lower case', () => {
    const [answer] = read([bytes('HTTP/1.1 204 No', 'X-A: 1', 'x-a:  2 ', 'Date: 10:00', '', '')]);
    expect(headersIn(answer?.head.lines ?? '')).toEqual({ 'x-a': '1, 2', date: '10:00' });
  });

  it.each<[string, Buffer, string]>([
    ['no HTTP', bytes('SSH-2.0-OpenSSH_9'), 'protocol'],
    ['another version', bytes('HTTP/2 200', '', ''), 'protocol'],
    ['no status', bytes('HTTP/1.1 OK', '', ''), 'protocol'],
    ['a change of protocol', bytes('HTTP/1.1 101 Switching Protocols', '', ''), 'protocol'],
    ['two lengths', bytes('HTTP/1.1 200 OK', 'Content-Length: 1', 'Content-Length: 2', '', 'a'), 'protocol'],
    [
      'a length beside chunks',
      bytes('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', 'Content-Length: 2', '', ''),
      'protocol',
    ],
    ['a length that is none', bytes('HTTP/1.1 200 OK', 'Content-Length: -1', '', ''), 'protocol'],
    ['an unknown coding', bytes('HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked', '', ''), 'protocol'],
    ['a chunk without a size', bytes('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', 'x', ''), 'protocol'],
    [
      'a chunk longer than it says',
      bytes('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '1', 'abc', ''),
      'protocol',
    ],
    ['an endless head', bytes('HTTP/1.1 200 OK', `X: ${'x'.repeat(70_000)}`), 'protocol'],
    ['a length that is too much', bytes('HTTP/1.1 200 OK', 'Content-Length: 1001', '', ''), 'size'],
    [
      'chunks that are too much',
      bytes('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '3e9', 'x'.repeat(1001), ''),
      'size',
    ],
    ['a body without an end', bytes('HTTP/1.1 200 OK', '', 'x'.repeat(1001)), 'size'],
  ])('are refused for %s', (_, answer, kind) => {
    expect(() => read([answer])).toThrow(expect.objectContaining({ kind }) as Error);
  });
});
