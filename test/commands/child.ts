import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../dist/bin/wid.cjs', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly cwd?: string;
  /** All there is beside the search path and a home of its own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** A file descriptor that takes the output instead; it is then not in what is gathered. */
  readonly stdout?: number;
}

export interface Started {
  readonly child: ChildProcess;
  /** Never fails for an exit code. */
  readonly ended: Promise<Ran>;
}

/** The built command as a child process, and what became of it. */
export function startWid(args: readonly string[], start: Start = {}): Started {
  if (!existsSync(built)) throw new Error('dist/bin/wid.cjs is not there: npm run build');
  return startProgram(process.execPath, [built, ...args], start);
}

function startProgram(
  program: string,
  args: readonly string[],
  { cwd = tmpdir(), env = {}, input = '', stdout }: Start,
): Started {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['pipe', stdout ?? 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  // A command that does not read its input may have ended before it is written.
  child.stdin?.on('error', () => undefined).end(input);
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      resolve({ code, signal, stdout: text(out), stderr: text(err) });
    });
  });
  return { child, ended };
}

/** Whether there is a `script` that can give a command a terminal (util-linux). */
export const terminalThere = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false;

/** The built command on a terminal of its own: once it shows `prompt`, the keys are pressed. */
export function widOnTerminal(
  args: readonly string[],
  { cwd, env, prompt, keys }: Required<Pick<Start, 'cwd' | 'env'>> & { readonly prompt: string; readonly keys: string },
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const line = [process.execPath, built, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TERM: 'dumb', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let pressed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (pressed || !screen.includes(prompt)) return;
    pressed = true;
    child.stdin.write(keys);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, screen }));
  });
}

/** Runs the built command to its end. */
export function wid(args: readonly string[], start: Start = {}): Promise<Ran> {
  return startWid(args, start).ended;
}

/** Runs another program to its end. */
export function run(program: string, args: readonly string[], start: Start = {}): Promise<Ran> {
  return startProgram(program, args, start).ended;
}
