import { linkOf } from '../link-of.ts';
import { probe } from '../probe.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'job/service-name-not-bindable',
  title: 'a workload has a name that Consul takes for no service identity',
  cases: ['BR-12', 'CL-05'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'What a binding rule makes of the claims of this workload is no usable name: service identities are 1 to 256 characters of a-z, 0-9, `-` and `_`, with a letter or digit at both ends, and roles have no dots or slashes either. Consul fails the whole login with `invalid bind name`, and the allocation does not start.',
  fix: 'Use a name of lower-case letters, digits, `-` and `_` only.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-roles#service-identities'],
  examples: {
    bad: {
      files: {
        'web.nomad.hcl': `
job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name     = "web.api"
      port     = "http"
      provider = "consul"
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }
    }
  }
}
`,
      },
    },
    good: {
      files: {
        'web.nomad.hcl': `
job "web" {
  group "web" {
    network {
      port "http" {}
    }

    service {
      name     = "web"
      port     = "http"
      provider = "consul"
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }
    }
  }
}
`,
      },
    },
  },

  *check(look) {
    for (const one of look.workloads) {
      // What is filled in later is another rule's matter.
      if (one.service?.name.includes('${') === true) continue;
      const chain = one.chain('consul');
      const failing = linkOf(chain, 'rules')?.tried.find(
        ({ error }) => error?.startsWith('invalid bind name') === true,
      );
      if (failing?.error === undefined) continue;
      // A rule that spoils the login of everyone is not the job's fault.
      const usual = probe(look, one.of.reading.namespace)[one.service === undefined ? 'task' : 'service'];
      if (
        linkOf(usual, 'rules')?.tried.some(
          ({ error, bindName }) => error !== undefined && bindName === failing.bindName,
        ) === true
      )
        continue;
      const { id } = one.of.job;
      const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
      yield {
        message: `${what} of job ${id} cannot be bound to ${failing.bindType} ${failing.bindName}: ${failing.error}`,
        about: addressOf(one),
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: `${one.path}/Name`,
        evidence: { error: failing.error, bindName: failing.bindName, selector: failing.selector },
      };
    }
  },
});
