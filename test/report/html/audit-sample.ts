import type { AuditReport } from '../../../src/audit/report.ts';
import type { Finding, NotChecked, Severity } from '../../../src/model/finding.ts';
import type { AuditPage } from '../../../src/report/html/audit-page.ts';
import { positionAt, type Source } from '../../../src/syntax/source.ts';
import { attack, hostile, sample } from './sample.ts';

const files: Readonly<Record<string, string>> = {
  'server.hcl': `server {
  enabled = true
}

consul {
  address = "127.0.0.1:8500"
  token   = "7b2b0a5e-not-to-be-seen"

  task_identity {
    enabled = true
    ttl     = "1h"
  }
}
`,
  'shop.nomad.hcl': `job "shop" {
  group "api" {
    task "metrics" {
      driver = "docker"

      template {
        data        = "{{ key \\"shop/metrics\\" }}"
        destination = "local/metrics"
      }
    }
  }
}
`,
};

const source = (name: string): Source | undefined => {
  const text = files[name];
  return text === undefined ? undefined : { name, text };
};

/** The place of a piece of one of the files. */
function at(file: string, piece: string): Finding['location'] {
  const read = source(file);
  const start = read?.text.indexOf(piece) ?? -1;
  if (read === undefined || start === -1) throw new Error(`${file} has no ${piece}`);
  const end = start + piece.length;
  return {
    file,
    start: { ...positionAt(read, start), offset: start },
    end: { ...positionAt(read, end), offset: end },
  };
}

function inserted(
  file: string,
  after: string,
  text: string,
): { file: string; start: number; end: number; text: string } {
  const start = (source(file)?.text.indexOf(after) ?? 0) + after.length;
  return { file, start, end: start, text };
}

const root: Finding = {
  rule: 'agent/identity-without-audience',
  cases: ['NS-01', 'AG-03'],
  severity: 'error',
  message: 'task_identity has no aud, so Nomad refuses every job whose tasks use Consul',
  why: 'Since 1.7 the servers add this identity to tasks with a consul block. Without an audience it is invalid, and registration ends in "missing required audience". The key enabled does not exist: it is ignored without a word.',
  fix: {
    text: 'Give it the audience that the auth method expects.',
    edits: [inserted('server.hcl', 'task_identity {\n', '    aud = ["consul.io"]\n')],
  },
  location: at('server.hcl', 'task_identity {\n    enabled = true'),
  subject: { agent: 'nomad-server-1' },
  evidence: { task_identity: { Audience: null, TTL: '1h' }, version: '1.11.1' },
  fingerprint: 'a1',
};

function finding(over: Partial<Finding> & Pick<Finding, 'rule' | 'message' | 'fingerprint'>): Finding {
  return {
    cases: [],
    severity: 'error',
    why: 'Nobody can log in that way.',
    fix: { text: 'Change it.' },
    location: { remote: 'GET /v1/acl/auth-method/nomad-workloads' },
    subject: { namespace: 'prod', job: 'shop', group: 'api', task: 'server' },
    evidence: {},
    ...over,
  };
}

const findings: readonly Finding[] = [
  root,
  finding({
    rule: 'job/registration-refused',
    message: 'Nomad refuses the job shop: missing required audience',
    fingerprint: 'a2',
    causedBy: 'a1',
    subject: { namespace: 'prod', job: 'shop' },
    evidence: { error: '1 error occurred:\n\t* missing required audience' },
  }),
  finding({
    rule: 'workload/login-refused',
    message: 'The login of task server at Consul is refused',
    fingerprint: 'a3',
    causedBy: 'a2',
    evidence: { 'the server says': 'error validating claims: aud claim does not match any bound audience' },
  }),
  finding({
    rule: 'job/consul-block-missing',
    message: 'Task metrics reads keys but has no consul block, so it gets no token',
    cases: ['JB-02'],
    fingerprint: 'b1',
    severity: 'warning',
    subject: { namespace: 'prod', job: 'shop', group: 'api', task: 'metrics' },
    location: at('shop.nomad.hcl', 'task "metrics"'),
    fix: {
      text: 'Add an empty consul block to the task.',
      edits: [inserted('shop.nomad.hcl', 'driver = "docker"\n', '\n      consul {}\n')],
    },
  }),
  finding({
    rule: 'keys/cached-for-long',
    message: 'Consul keeps the keys for a day after a rotation',
    fingerprint: 'c1',
    severity: 'info',
    subject: { object: 'consul/auth-method/nomad-workloads' },
  }),
];

const notChecked: readonly NotChecked[] = [
  ...['vault/mount-missing', 'vault/role-privileged', 'vault/user-claim'].map((rule) => ({
    rule,
    reason: 'vault/objects: permission denied (needs read on sys/auth)',
  })),
  { rule: 'live/client-token-fallback', reason: 'nothing was given about services in Consul' },
];

export function reportOf(all: readonly Finding[], unseen: readonly NotChecked[] = []): AuditReport {
  const count = (severity: Severity): number => all.filter((one) => one.severity === severity).length;
  return {
    findings: all,
    notChecked: unseen,
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      causes: all.filter(({ causedBy }) => causedBy === undefined).length,
      suppressed: 1,
      jobs: 1,
      rules: 64,
    },
  };
}

export const auditReport: AuditReport = reportOf(findings, notChecked);

export const around: AuditPage = {
  explanations: [sample],
  source,
  rules: [{ id: root.rule, references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul'] }],
};

/** The same names everywhere, and all of them an attack. */
export const attackReport: AuditReport = reportOf(
  [
    {
      rule: hostile,
      cases: [hostile],
      severity: 'error',
      message: hostile,
      why: hostile,
      fix: { text: hostile, edits: [{ file: hostile, start: 0, end: 1, text: hostile }] },
      location: { file: hostile, start: { line: 1, column: 1, offset: 0 } },
      subject: { namespace: hostile, job: hostile, group: hostile, task: hostile, agent: hostile, object: hostile },
      evidence: { [hostile]: hostile, more: { [hostile]: [hostile] } },
      fingerprint: hostile,
    },
    finding({ rule: hostile, message: hostile, fingerprint: `${hostile}2`, causedBy: hostile }),
  ],
  [{ rule: hostile, reason: hostile }],
);

export const attackAround: AuditPage = {
  explanations: [attack],
  source: (name) => ({ name, text: hostile }),
  rules: [{ id: hostile, references: [`javascript:${hostile}`, `https://example.org/${hostile}`] }],
};
