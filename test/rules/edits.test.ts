import { describe, expect, it } from 'vitest';
import { fixSources } from '../../src/audit/fix/fix-sources.ts';
import { rules } from '../../src/rules/index.ts';
import type { Source } from '../../src/syntax/source.ts';
import { reportOf } from './example-report.ts';

interface Case {
  readonly rule: string;
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A job around a service and the inside of a task. */
const job = (service: string, task: string): string => `job "web" {
  # a group
  group "web" {
    network {
      port "http" {}
    }
${service}
    task "server" {${task}
  }
}
`;
const template = `
      driver = "docker"

      config {
        image = "web:1"
      }

      template {
        destination = "local/web.conf"
        data        = "{{ key \\"web/motd\\" }}"
      }
    }`;
const plain = `
      driver = "docker"

      config {
        image = "web:1"
      }
    }`;
const secret = `
      template {
        destination = "secrets/x"
        data        = "{{ with secret \\"secret/data/default/web/x\\" }}{{ .Data.data.y }}{{ end }}"
      }
    }`;
const service = (identity: string): string => `
    service {
      name = "web"
      port = "http"
${identity}    }
`;
const identities = `consul {
  service_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }

  task_identity {
    aud = ["consul.io"]
    ttl = "1h"
  }
}
`;
const vault = `vault {
  enabled = true

  default_identity {
    aud = ["vault.io"]
    ttl = "1h"
  }
}
`;

const cases: readonly Case[] = [
  {
    rule: 'job/consul-block-missing',
    what: 'a block at the beginning of the task, behind its comment',
    file: 'web.nomad.hcl',
    before: job('', ` # does the work${template}`),
    after: job('', ` # does the work\n      consul {}\n${template}`),
  },
  {
    rule: 'job/consul-block-missing',
    what: 'line ends as the file has them',
    file: 'web.nomad.hcl',
    before: job('', template).replaceAll('\n', '\r\n'),
    after: job('', `\n      consul {}\n${template}`).replaceAll('\n', '\r\n'),
  },
  {
    rule: 'job/vault-block-missing',
    what: 'a block at the beginning of the task',
    file: 'web.nomad.hcl',
    before: job('', `\n      driver = "docker"\n      config {\n        image = "web:1"\n      }${secret}`),
    after: job(
      '',
      `\n      vault {}\n\n      driver = "docker"\n      config {\n        image = "web:1"\n      }${secret}`,
    ),
  },
  {
    rule: 'job/restarts-at-renewal',
    what: 'another change mode',
    file: 'web.nomad.hcl',
    before: job(
      '',
      `\n      consul {}\n\n      identity {\n        name        = "consul_default"\n        aud         = ["consul.io"]\n        ttl         = "1h"\n        change_mode = "restart" # why?\n      }\n${plain}`,
    ),
    after: job(
      '',
      `\n      consul {}\n\n      identity {\n        name        = "consul_default"\n        aud         = ["consul.io"]\n        ttl         = "1h"\n        change_mode = "noop" # why?\n      }\n${plain}`,
    ),
  },
  {
    rule: 'job/identity-name',
    what: 'the name that Nomad looks for',
    file: 'web.nomad.hcl',
    before: job(
      '',
      `\n      vault {}\n\n      identity {\n        name = "vault" // the default cluster\n        aud  = ["vault.io"]\n        ttl  = "1h"\n      }\n${plain}`,
    ),
    after: job(
      '',
      `\n      vault {}\n\n      identity {\n        name = "vault_default" // the default cluster\n        aud  = ["vault.io"]\n        ttl  = "1h"\n      }\n${plain}`,
    ),
  },
  {
    rule: 'job/identity-without-ttl',
    what: 'a ttl',
    file: 'web.nomad.hcl',
    before: job(service('\n      identity {\n        # for Consul\n        aud = ["consul.io"]\n      }\n'), plain),
    after: job(
      service('\n      identity {\n        ttl = "1h"\n        # for Consul\n        aud = ["consul.io"]\n      }\n'),
      plain,
    ),
  },
  {
    rule: 'job/audience-mismatch',
    what: 'an audience where a service has none',
    file: 'web.nomad.hcl',
    before: job(service('\n      identity {\n        ttl = "1h"\n      }\n'), plain),
    after: job(service('\n      identity {\n        aud = ["consul.io"]\n        ttl = "1h"\n      }\n'), plain),
  },
  {
    rule: 'job/audience-mismatch',
    what: 'the audience that the role is bound to',
    file: 'web.nomad.hcl',
    before: job(
      '',
      `\n      vault {}\n\n      identity {\n        name = "vault_default"\n        aud  = ["vault"] # short for it\n        ttl  = "1h"\n      }\n${plain}`,
    ),
    after: job(
      '',
      `\n      vault {}\n\n      identity {\n        name = "vault_default"\n        aud  = ["vault.io"] # short for it\n        ttl  = "1h"\n      }\n${plain}`,
    ),
  },
  {
    rule: 'job/token-expiration-allowed',
    what: 'the argument is taken out',
    file: 'web.nomad.hcl',
    before: job(
      '',
      `\n      vault {\n        # the default role\n        allow_token_expiration = true\n      }\n      driver = "docker"\n      config {\n        image = "web:1"\n      }${secret}`,
    ),
    after: job(
      '',
      `\n      vault {\n        # the default role\n      }\n      driver = "docker"\n      config {\n        image = "web:1"\n      }${secret}`,
    ),
  },
  {
    rule: 'agent/identity-without-audience',
    what: 'aud in the place of enabled, which is no key',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\nconsul {\n  service_identity {\n    enabled = true # switched on\n  }\n\n  task_identity {\n    ttl = "1h"\n  }\n}\n\n${vault}`,
    after: `server {\n  enabled = true\n}\n\nconsul {\n  service_identity {\n    aud = ["consul.io"] # switched on\n  }\n\n  task_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n}\n\n${vault}`,
  },
  {
    rule: 'agent/identity-without-audience',
    what: 'an empty block on one line is opened',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\nconsul {\n  service_identity {}\n  task_identity { ttl = "1h" }\n}\n\n${vault}`,
    after: `server {\n  enabled = true\n}\n\nconsul {\n  service_identity {\n    aud = ["consul.io"]\n  }\n  task_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n}\n\n${vault}`,
  },
  {
    rule: 'agent/identity-without-audience',
    what: 'an empty list is filled',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\n${identities}\n${vault.replace('["vault.io"]', '[]')}`,
    after: `server {\n  enabled = true\n}\n\n${identities}\n${vault}`,
  },
  {
    rule: 'agent/unknown-key',
    what: 'the key is taken out, its comment is not',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\n${identities.replace('{\n    aud', '{\n    enabled = true\n    aud')}\n${vault}`,
    after: `server {\n  enabled = true\n}\n\n${identities}\n${vault}`,
  },
  {
    rule: 'agent/service-identity-missing',
    what: 'a block in the consul block',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\nconsul {\n  # on this machine\n  address = "127.0.0.1:8500"\n\n  task_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n}\n\n${vault}`,
    after: `server {\n  enabled = true\n}\n\nconsul {\n  service_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n\n  # on this machine\n  address = "127.0.0.1:8500"\n\n  task_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n}\n\n${vault}`,
  },
  {
    rule: 'agent/task-identity-missing',
    what: 'a consul block at the end of a file without one',
    file: 'server.hcl',
    before: `# one of three\nserver {\n  enabled = true\n}\n\n${vault}`,
    after: `# one of three\nserver {\n  enabled = true\n}\n\n${vault}\nconsul {\n  task_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n}\n`,
  },
  {
    rule: 'agent/default-identity-missing',
    what: 'a block in the vault block',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\n${identities}\nvault {\n  enabled = true\n}\n`,
    after: `server {\n  enabled = true\n}\n\n${identities}\nvault {\n  default_identity {\n    aud = ["vault.io"]\n    ttl = "1h"\n  }\n\n  enabled = true\n}\n`,
  },
  {
    rule: 'agent/vault-not-enabled',
    what: 'the vault block is switched on',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\n${identities}\n${vault.replace('enabled = true', 'enabled = false')}`,
    after: `server {\n  enabled = true\n}\n\n${identities}\n${vault}`,
  },
  {
    rule: 'agent/token-flow-leftover',
    what: 'the setting is taken out',
    file: 'server.hcl',
    before: `server {\n  enabled = true\n}\n\n${identities}\n${vault.replace('enabled = true\n', 'enabled = true\n  task_token_ttl = "1h"\n')}`,
    after: `server {\n  enabled = true\n}\n\n${identities}\n${vault}`,
  },
  {
    rule: 'agent/misplaced-settings',
    what: 'the copy on a client is taken out',
    file: 'client.hcl',
    before: `client {\n  enabled = true\n}\n\nconsul {\n  address = "127.0.0.1:8500"\n  service_identity {\n    aud = ["consul.io"]\n  }\n}\n\nvault {\n  enabled = true\n}\n`,
    after: `client {\n  enabled = true\n}\n\nconsul {\n  address = "127.0.0.1:8500"\n}\n\nvault {\n  enabled = true\n}\n`,
  },
];

const run = (rule: string, file: string, text: string): ReturnType<typeof fixSources> =>
  fixSources({
    sources: new Map<string, Source>([[file, { name: file, text }]]),
    audit: (sources) =>
      reportOf({ files: Object.fromEntries([...sources.values()].map((one) => [one.name, one.text])) }).findings,
    chosen: (finding) => finding.rule === rule,
  });

describe('edits of findings', () => {
  it.each(cases)('$rule: $what', ({ rule, file, before, after }) => {
    const { files, refused } = run(rule, file, before);
    expect(refused).toEqual([]);
    expect(files[0]?.after).toBe(after);
    expect(reportOf({ files: { [file]: after } }).findings.map((one) => one.rule)).not.toContain(rule);
  });

  it.each([
    ['tabs', '\t'],
    ['four spaces', '    '],
  ])('indent as the file does: %s', (_, step) => {
    const own = (text: string): string => text.replace(/^(?: {2})+/gm, (pairs) => step.repeat(pairs.length / 2));
    const head = `server {\n  enabled = true\n}\n\nconsul {\n`;
    const given = '  service_identity {\n    aud = ["consul.io"]\n    ttl = "1h"\n  }\n';
    const task = given.replace('service', 'task');
    const { files } = run('agent/task-identity-missing', 'server.hcl', own(`${head}${given}}\n`));
    expect(files[0]?.after).toBe(own(`${head}${task}\n${given}}\n`));
    const inJob = run('job/consul-block-missing', 'web.nomad.hcl', own(job('', template)));
    expect(inJob.files[0]?.after).toBe(own(job('', `\n      consul {}\n${template}`)));
  });

  it.each(rules.filter(({ examples }) => 'files' in examples.bad))(
    'leave the bad example of $id alone or mend it',
    ({ id, examples: { bad } }) => {
      if (!('files' in bad)) return;
      for (const [file, text] of Object.entries(bad.files)) expect(run(id, file, text).refused).toEqual([]);
    },
  );

  it('are none where a file is JSON', () => {
    const text = JSON.stringify({
      server: { enabled: true },
      consul: { address: '127.0.0.1:8500', service_identity: { ttl: '1h' } },
    });
    const { findings } = reportOf({ files: { 'server.hcl': text } });
    expect(findings.map(({ rule }) => rule)).toContain('agent/identity-without-audience');
    expect(findings.flatMap(({ fix }) => fix.edits ?? [])).toEqual([]);
  });
});
