import { jobFile } from '../healthy/job-file.ts';
import { defineRule } from '../rule.ts';
import { valueEdits } from '../edit.ts';
import type { WorkloadLook } from '../look.ts';
import { seenAt } from '../subject.ts';

export default defineRule({
  id: 'job/identity-name',
  title: 'an identity has a name that nobody asks for',
  cases: ['JS-04'],
  severity: 'warning',
  reads: ['nomad/jobs'],
  why: "Nomad looks for the identities `consul_default` and `vault_default` (the cluster's name after the underscore). One with another name that begins so is signed and never used for a login: `consul tokens for cluster … and identity … not found`.",
  fix: 'Name it `consul_default` or `vault_default`, or after the other cluster that the task names: `consul_<cluster>`, `vault_<cluster>`.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: jobFile({
      task: `
identity {
  name = "consul"
  aud  = ["consul.io"]
  ttl  = "1h"
}

consul {}`,
    }),
    good: jobFile({
      task: `
identity {
  name = "consul_default"
  aud  = ["consul.io"]
  ttl  = "1h"
}

consul {}`,
    }),
  },

  *checkWorkload(one, around) {
    if (one.task === undefined || one.service !== undefined) return;
    for (const [index, { name }] of one.task.identities.entries()) {
      const product = /^(consul|vault)/.exec(name)?.[1];
      if (product === undefined) continue;
      const right = `${product}_${clusterOf(one, product)}`;
      // Without a block, what is missing is the block, and not a name.
      const asked = product === 'vault' ? one.task.vault : (one.task.consul ?? one.group.consul);
      if (name === right || (asked === undefined && /^(?:consul|vault)_[A-Za-z0-9-]+$/.test(name))) continue;
      const path = `${one.path}/Identities/${String(index)}/Name`;
      const taken = one.task.identities.some((other) => other.name === right);
      const edits = taken ? [] : valueEdits(around, one.of.reading.origin, path, JSON.stringify(right));
      yield {
        message: `identity ${name} of task ${one.task.name} of job ${one.of.job.id} is not the one that Nomad logs in with: that is ${right}`,
        ...seenAt(one, path),
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});

function clusterOf({ task, group }: WorkloadLook, product: string): string {
  return (product === 'vault' ? task?.vault?.cluster : (task?.consul ?? group.consul)?.cluster) || 'default';
}
