import { rawAt } from '../raw.ts';
import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { seenAt } from '../subject.ts';

const tokens = /^(?:VAULT_TOKEN|BAO_TOKEN|CONSUL_HTTP_TOKEN|NOMAD_TOKEN)$/;

/** `VAULT_TOKEN=$NOMAD_TOKEN`, the same by a template, and a header with it. */
const handedOn =
  /\b(VAULT_TOKEN|BAO_TOKEN|CONSUL_HTTP_TOKEN|X-Vault-Token|X-Consul-Token)\s*[=:]\s*\\?["']?(?:\$\{?|\{\{-?\s*env\s+["'`]|\{\{-?\s*env\s+\\")NOMAD_TOKEN(?:_\w+)?\b/i;

export default defineRule({
  id: 'job/identity-used-as-token',
  title: 'a JWT is handed to a program as if it were a token',
  cases: ['CL-14', 'CL-15', 'JS-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'A workload identity is a JWT to log in with; it is no Vault or Consul token, and Nomad itself takes only the one whose audience is `nomadproject.io`. Vault answers `permission denied` (OpenBao: `failed to look up namespace from the token`), Consul `ACL not found`.',
  fix: 'Let Nomad log in: with a `vault` or `consul` block the task has `VAULT_TOKEN` and `CONSUL_HTTP_TOKEN` in its environment.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      task: `
env {
  VAULT_TOKEN = "\${NOMAD_TOKEN}"
}`,
    }),
    good: jobFile({
      task: `
vault {}

env {
  VAULT_ADDR = "https://vault.example.com:8200"
}`,
    }),
  },

  *checkWorkload(one) {
    if (one.task === undefined || one.service !== undefined) return;
    const said = (name: string, path: string) => ({
      message: `${name} of task ${one.task?.name ?? ''} of job ${one.of.job.id} is given a JWT that is no token there`,
      ...seenAt(one, `${one.path}/${path}`),
    });
    for (const [name, value] of Object.entries(one.task.env)) {
      // A JWT for another audience is none for Nomad either.
      const wrong = name === 'NOMAD_TOKEN' ? /\bNOMAD_TOKEN_\w+/ : /\bNOMAD_TOKEN\w*/;
      if (tokens.test(name) && wrong.test(value)) yield said(name, `Env/${name}`);
    }
    for (const [index, { text, env }] of one.task.templates.entries()) {
      const name = env ? handedOn.exec(text)?.[1] : undefined;
      if (name !== undefined) yield said(name, `Templates/${String(index)}`);
    }
    const command = JSON.stringify(rawAt(one.of.reading.job, `${one.path}/Config`));
    const name = handedOn.exec(command)?.[1];
    if (name !== undefined) yield said(name, 'Config');
  },
});
