import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, type Listener } from '../../src/lab/server.ts';

describe('the verb LIST', () => {
  let server: Listener;
  let socket: Socket;
  let received: string;

  beforeEach(async () => {
    const answer = ({
      method,
      path,
      body,
    }: {
      method: string;
      path: string;
      body: Buffer;
    }): { status: number; body: string } => ({
      status: 200,
      body: `<${method} ${path} ${body.toString()}>`,
    });
    server = await listen(answer, (message) => ({ status: 500, body: message }));
    received = '';
    socket = connect(Number(new URL(server.address).port), '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  });
  afterEach(async () => {
    socket.destroy();
    await server.stop();
  });

  const until = async (text: string): Promise<void> => {
    while (!received.includes(text)) await new Promise((resolve) => socket.once('data', resolve));
  };
  const head = (method: string, path: string, body = ''): string =>
    `${method} ${path} HTTP/1.1\r\nHost: lab\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`;

  it('reaches a handler as LIST', async () => {
    socket.write(head('LIST', '/v1/a'));
    await until('<LIST /v1/a >');
  });

  it('is told apart on a connection that is kept, before and after other requests', async () => {
    socket.write(head('LIST', '/one'));
    await until('<LIST /one >');
    socket.write(head('PUT', '/two', 'LIST /three HTTP/1.1'));
    await until('<PUT /two LIST /three HTTP/1.1>');
    socket.write(head('LIST', '/four'));
    await until('<LIST /four >');
    expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  });

  it('is not read into a body that begins with the word in a packet of its own', async () => {
    const whole = head('PUT', '/body', 'LIST /x');
    socket.write(whole.slice(0, -'LIST /x'.length));
    await new Promise((resolve) => setImmediate(resolve));
    socket.write('LIST /x');
    await until('<PUT /body LIST /x>');
  });

  it('may arrive letter by letter', async () => {
    for (const letter of head('LIST', '/slow')) {
      socket.write(letter);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('<LIST /slow >');
  });

  it('leaves other verbs as they are', async () => {
    socket.write(head('LINK', '/x'));
    await until('/x >');
    socket.write(head('GET', '/y'));
    await until('<GET /y >');
  });
});
