import { afterAll, beforeAll, expect, it } from 'vitest';
import { apply } from '../../src/commands/apply.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { silentLog } from '../../src/support/log.ts';
import { contextWith } from './context.ts';

const spec = `version: 1
name: stopped
consul:
  policies:
    a: {}
    b: {}
    c: {}
`;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

/** Runs apply and aborts it as soon as the first write begins. */
async function applied(stop: boolean): Promise<{ code: number; out: string; err: string }> {
  const controller = new AbortController();
  const { context, told } = contextWith({
    env: lab.environment(),
    input: spec,
    err(text) {
      told.err += text;
      if (stop && text.includes('creating')) controller.abort();
    },
    log: { ...silentLog, warn: (message) => void (told.err += `warn: ${message}\n`) },
    signal: controller.signal,
  });
  const code = await apply.run(context, [], { file: ['-'], yes: true, parallelism: '1' });
  return { code, ...told };
}

it('Ctrl-C lets the write under way end, records it, frees the lock and begins nothing more', async () => {
  const stopped = await applied(true);
  expect(stopped.code).toBe(2);
  expect(stopped.out).toContain('Stopped: 1 object written, 0 failed, 2 not begun.');
  expect(stopped.err).toContain('Ctrl-C again');
  expect(`${stopped.out}${stopped.err}`).not.toMatch(/cancelled|warn|could not/);

  const again = await applied(false);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Done: 2 objects written.') });
});

it('says nothing of having done nothing', async () => {
  expect(await applied(false)).toEqual({
    code: 0,
    out: 'No changes: all 3 objects are as the spec says.\n',
    err: '',
  });
});
