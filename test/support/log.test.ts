import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from '../../src/support/log.ts';
import { Secret } from '../../src/support/secret.ts';

function lines(options: Partial<LogOptions>, use: (log: ReturnType<typeof createLog>) => void): string[] {
  const written: string[] = [];
  use(createLog({ write: (line) => written.push(line), ...options }));
  return written;
}

describe('the log', () => {
  it('writes a line with its fields', () => {
    expect(lines({}, (log) => log.warn('late', { server: '127.0.0.1:8500', why: 'no leader', tries: 2 }))).toEqual([
      'warn: late server=127.0.0.1:8500 why="no leader" tries=2\n',
    ]);
  });

  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ] as const)('writes at level %s what is at least as grave', (level, count) => {
    const all = lines({ level }, (log) =>
      (['debug', 'info', 'warn', 'error'] as const).forEach((own) => log[own]('x')),
    );
    expect(all).toHaveLength(count);
  });

  it('writes JSON', () => {
    const [line] = lines({ format: 'json', now: () => 0 }, (log) => log.info('read', { count: 3 }));
    expect(JSON.parse(line ?? '')).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'read',
      count: 3,
    });
  });

  it('hides secrets, in messages and in fields', () => {
    const token = new Secret('canary-log-1');
    for (const format of ['text', 'json'] as const) {
      const text = lines({ format }, (log) =>
        log.error(`sent ${token.reveal()}`, { token, raw: { deep: token.reveal() } }),
      ).join('');
      expect(text).not.toContain('canary');
      expect(text).toContain('(secret)');
    }
  });

  it('keeps a message on its line and away from the terminal', () => {
    expect(lines({}, (log) => log.info('one\nerror: forged\r\n\u001b[2J\u009b'))).toEqual([
      'info: one\\nerror: forged\\n?[2J?\n',
    ]);
  });
});
