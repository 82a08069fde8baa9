import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Lab } from '../lab/embedded.ts';
import { apply } from './apply.ts';
import type { Context, ExitCode } from './command.ts';
import { plan } from './plan.ts';

/**
 * The main job on the embedded lab: a cluster that somebody set up by hand and that drifted is planned, mended and
 * planned again. The steps are the commands themselves, run as a user would.
 * @returns 0 only when the second plan is empty
 */
export async function labDemo(context: Context): Promise<ExitCode> {
  const { startLab } = await import('../lab/embedded.ts');
  const { drift } = await import('../lab/scenarios/drifted.ts');
  const folder = await mkdtemp(join(tmpdir(), 'wid-demo-'));
  const lab = await startLab();
  try {
    await drift(lab);
    const file = join(folder, 'wid.yaml');
    const spec = specFor(lab);
    await writeFile(file, spec);
    const inside: Context = { ...context, env: lab.environment() };
    const options = { file: [file], adopt: true };

    say(context, 'Nomad, Consul and Vault run inside this process. Somebody set them up by hand, some time ago.');
    say(context, `The spec says how it should be:\n\n${indent(spec)}`);
    say(context, '$ wid plan --adopt');
    await plan.run(inside, [], options);
    say(context, '$ wid apply --adopt -y');
    const applied = await apply.run(inside, [], { ...options, yes: true });
    say(context, '$ wid plan --detailed-exitcode');
    const left = await plan.run(inside, [], { ...options, adopt: false, detailedExitcode: true });
    say(
      context,
      applied === 0 && left === 0
        ? 'The trust is as the spec says, and every later drift will show.'
        : 'The demo failed.',
    );
    return applied === 0 && left === 0 ? 0 : 2;
  } finally {
    await lab.stop();
    await rm(folder, { recursive: true });
  }
}

function specFor(lab: Lab): string {
  return stringify({
    version: 1,
    name: 'demo',
    issuers: { nomad: { jwks_url: `${lab.nomad.address}/.well-known/jwks.json` } },
    presets: [
      { preset: 'nomad-consul', issuer: 'nomad' },
      { preset: 'nomad-vault', issuer: 'nomad' },
    ],
  });
}

function say(context: Context, text: string): void {
  context.out(`\n${text}\n\n`);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
