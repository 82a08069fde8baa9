import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { z } from 'zod';
import { WidError } from '../../support/errors.ts';

const holder = z.object({
  user: z.string(),
  host: z.string(),
  pid: z.int(),
  /** Linux: tells processes of one container from those of another on the same host. Empty where it cannot be known. */
  pidNamespace: z.string(),
  since: z.string(),
});

/** Who holds a lock: written beside it, so that the second one knows whom to ask. */
export type Holder = z.infer<typeof holder>;

export function thisProcess(): Holder {
  return {
    user: userName(),
    host: hostname(),
    pid: process.pid,
    pidNamespace: pidNamespace(),
    since: new Date().toISOString(),
  };
}

export function parseHolder(text: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the holder surely is gone: a process of this very machine and container that no longer runs. */
export function isGone(of: Holder): boolean {
  const here = thisProcess();
  if (of.host !== here.host || of.pidNamespace === '' || of.pidNamespace !== here.pidNamespace) return false;
  try {
    process.kill(of.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

export function lockedBy(of: Holder | undefined, where: string, release: string): WidError {
  const who =
    of === undefined ? 'somebody else' : `${of.user} on ${of.host} (process ${String(of.pid)}, since ${of.since})`;
  return new WidError('locked', `another apply is under way: ${where} is locked by ${who}`, {
    hint: `wait until it is done; if it is dead, ${release}`,
  });
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
