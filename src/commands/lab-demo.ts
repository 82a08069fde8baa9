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
 * An incident on the embedded lab, from failure to success: a workload cannot log in because the trust was set up by hand
 * and drifted, and the token that it is given instead may not read its key; the trust is planned and mended, the workload
 * logs in, reads its key, and no other. The steps are the commands themselves, run as a user would, and real requests.
 * @returns 0 only when each step came out as told
 */
export async function labDemo(context: Context): Promise<ExitCode> {
  const { startLab } = await import('../lab/embedded.ts');
  const { incident } = await import('../lab/scenarios/incident.ts');
  const { beforeMending, afterMending } = await import('../lab/scenarios/incident-steps.ts');
  const lab = await startLab();
  const folder = await mkdtemp(join(tmpdir(), 'wid-demo-'));
  try {
    const agent = await incident(lab);
    const spec = specFor(lab);
    // The spec comes from standard input and the plan goes into a passing folder; what is shown is what one would type.
    const shown = (text: string): string => text.replaceAll('<stdin>', 'wid.yaml').replaceAll(`${folder}/`, '');
    const inLab = (): Context => ({
      ...context,
      env: lab.environment(),
      stdin: Readable.from([spec]),
      out: (text) => context.out(shown(text)),
      err: (text) => context.err(shown(text)),
    });
    const out = join(folder, 'mend.wid-plan.json');
    const show = (title: string, steps: Awaited<ReturnType<typeof beforeMending>>): boolean => {
      say(context, title);
      for (const { what, said, asTold } of steps)
        say(context, `  ${what}\n    ${said}${asTold ? '' : '   <- not as it should be'}`);
      return steps.every(({ asTold }) => asTold);
    };

    say(context, 'Nomad, Consul and Vault run inside this process. Somebody set up the trust between them by hand,');
    say(context, 'left out half of it and changed some of the rest since.\n');
    const failed = show('The job powerdns cannot get at its password:', await beforeMending(lab, agent));
    say(context, '\nThis is how it should be, in wid.yaml:\n');
    say(context, indent(spec));
    say(context, '$ wid plan --adopt --out mend.wid-plan.json\n');
    await plan.run(inLab(), [], { file: ['-'], adopt: true, out });
    say(context, '\n$ wid apply mend.wid-plan.json\n');
    const applied = await apply.run(inLab(), [out], {});
    say(context, '\n$ wid plan --detailed-exitcode\n');
    const left = await plan.run(inLab(), [], { file: ['-'], detailedExitcode: true });
    const works = show('\nThe same job, with the identities that Nomad signs for it:', await afterMending(lab));
    const mended = failed && applied === 0 && left === 0 && works;
    say(
      context,
      mended
        ? '\nThe trust is as the spec says, and powerdns may do what it was granted and nothing else.'
        : '\nThe demo failed.',
    );
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
      { preset: 'nomad-consul', issuer: 'nomad', namespaces: [] },
      { preset: 'nomad-vault', issuer: 'nomad' },
    ],
    grants: [{ job: 'powerdns', consul: { keys: ['powerdns/*'] } }],
  });
}

function say(context: Context, text: string): void {
  context.out(`${text}\n`);
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
