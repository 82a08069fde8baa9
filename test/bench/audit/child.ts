import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Environment = Readonly<Record<string, string>>;

export interface Run {
  readonly seconds: number;
  readonly out: string;
  /** Of the process's memory, in megabytes. */
  readonly peak: number;
}

/** Runs a script in a process of its own until it ends well; the time is from its start to its end, as a person waits. */
export function run(script: string, args: readonly string[], env: Environment, cwd: string): Promise<Run> {
  const start = performance.now();
  const child = fork(script, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    execArgv: ['--import', new URL('peak.mjs', import.meta.url).href],
    silent: true,
  });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  let peak = 0;
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  child.on('message', (message: { readonly peak: number }) => {
    peak = message.peak / 1024;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = (performance.now() - start) / 1e3;
      if (code === 0) resolve({ seconds, out: Buffer.concat(chunks).toString(), peak });
      else reject(new Error(`${script} ended with ${String(code)}: ${Buffer.concat(errors).toString()}`));
    });
  });
}

export interface LabProcess {
  readonly environment: Environment;
  /** How many requests the servers got since this was asked last. */
  requests(): Promise<number>;
  stop(): void;
}

/** Starts the embedded servers with so many jobs in these namespaces of Nomad, in a process of their own. */
export async function startLabProcess(jobs: number, namespaces: readonly string[]): Promise<LabProcess> {
  const child = fork(fileURLToPath(new URL('lab.mjs', import.meta.url)), [String(jobs), ...namespaces], {
    execArgv: [],
  });
  const { environment } = await told<{ readonly environment: Environment }>(child);
  return {
    environment,
    requests: async () => {
      const answer = told<{ readonly requests: number }>(child);
      child.send({});
      return (await answer).requests;
    },
    stop: () => child.disconnect(),
  };
}

function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the servers ended with ${String(code)}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}
