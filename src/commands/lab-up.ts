import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, ExitCode } from './command.ts';

/** Runs the embedded servers until the user stops them. Their tokens go into a file that only the user can read. */
export async function labUp(context: Context): Promise<ExitCode> {
  const { startLab } = await import('../lab/embedded.ts');
  const lab = await startLab();
  const folder = await mkdtemp(join(tmpdir(), 'wid-lab-'));
  const file = join(folder, 'env');
  const lines = Object.entries(lab.environment()).map(([name, value]) => `export ${name}='${value}'\n`);
  try {
    await writeFile(file, lines.join(''), { mode: 0o600 });
    context.out(
      [
        `Consul  ${lab.consul.address}`,
        `Vault   ${lab.vault.address}`,
        `Nomad   ${lab.nomad.address}`,
        '',
        'In another terminal:',
        `  . ${file}`,
        '  wid init && wid plan',
        '',
        'Ctrl-C ends the lab; nothing of it is kept.',
        '',
      ].join('\n'),
    );
    await stopped(context.signal);
  } finally {
    await rm(folder, { recursive: true });
    await lab.stop();
  }
  return 0;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
