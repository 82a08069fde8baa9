import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
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
    const spec = specFor(lab);
    const inLab = (): Context => ({ ...context, env: lab.environment(), stdin: Readable.from([spec]) });
    const out = join(folder, 'mend.wid-plan.json');

    say(context, 'Nomad, Consul and Vault run inside this process. Somebody set up the trust between them by hand,');
    say(context, 'left out half of it and changed some of the rest since. This is how it should be, in wid.yaml:\n');
    say(context, indent(spec));
    say(context, '$ wid plan --adopt --out mend.wid-plan.json\n');
    await plan.run(inLab(), [], { file: ['-'], adopt: true, out });
    say(context, '\n$ wid apply mend.wid-plan.json\n');
    const applied = await apply.run(inLab(), [out], {});
    say(context, '\n$ wid plan --detailed-exitcode\n');
    const left = await plan.run(inLab(), [], { file: ['-'], detailedExitcode: true });
    const mended = applied === 0 && left === 0;
    say(context, mended ? '\nThe second plan is empty: the trust is as the spec says.' : '\nThe demo failed.');
    return mended ? 0 : 2;
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
  context.out(`${text}\n`);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
