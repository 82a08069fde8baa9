import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, type Listening } from '../support/listen.ts';

/** A secret that is found again wherever it comes out. */
export function canary(where: string): string {
  return `canary-${where}-${randomBytes(9).toString('hex')}`;
}

/** The places in a text where a canary stands, plain or in a coding that anybody undoes, with what is around them. */
export function found(canaries: readonly string[], text: string): readonly string[] {
  return canaries.flatMap((one) => {
    const places = [one, encodeURIComponent(one), ...base64(one)].map((form) => text.indexOf(form));
    return places.filter((at) => at !== -1).map((at) => `${one}: ${text.slice(Math.max(0, at - 200), at + 100)}`);
  });
}

/** Base64 of a text that stands anywhere in a longer one: it begins at any of three positions. */
function base64(text: string): string[] {
  return [0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + text)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -6),
  );
}

/** Ways in which a server, or something that stands before it, answers with the secrets that it was sent. */
export const echoes: Readonly<
  Record<string, (sent: string, request: IncomingMessage, answer: ServerResponse) => void>
> = {
  'an error that quotes the request': (sent, _, answer) => answer.writeHead(500).end(`rpc error: ${sent}`),
  'a refusal that quotes the request': (sent, _, answer) =>
    answer
      .writeHead(403, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ errors: [`permission denied for ${sent}`] })),
  'something that its API does not promise': (sent, _, answer) =>
    answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ [sent]: sent, data: sent })),
  'text that is no JSON': (sent, _, answer) => answer.writeHead(200).end(`<html>${sent}`),
  'a redirect with the request in it': (sent, { url = '' }, answer) =>
    answer.writeHead(307, { Location: `${url}?again=${encodeURIComponent(sent)}` }).end(),
  'half an answer': (sent, _, answer) => {
    answer.writeHead(200, { 'Content-Length': '100000' }).write(`{"sent":${JSON.stringify(sent)}`);
    setImmediate(() => answer.destroy());
  },
};

/** A server that answers every request in one such way. */
export async function startEcho(how: keyof typeof echoes): Promise<Listening> {
  return listen((request, answer) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization = '', host: _, ...headers } = request.headers;
      const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
      const sent = `${JSON.stringify(headers)} ${authorization} ${basic} ${Buffer.concat(chunks).toString('utf8')}`;
      echoes[how]?.(sent.replaceAll(/[\r\n]/g, ' '), request, answer);
    });
  });
}
