import { expect, it } from 'vitest';
import { unseenBy } from '../../src/audit/reading.ts';
import type { Part, World } from '../../src/model/world.ts';
import type { Rule } from '../../src/rules/rule.ts';

const ruleOf = (...reads: readonly Part[]): Rule => ({ id: 'a/rule', reads }) as unknown as Rule;

const world: World = {
  schemaVersion: 1,
  takenAt: 0,
  keySets: [],
  assumed: [],
  notRead: [
    { part: 'vault/objects', what: 'auth mounts', reason: '403', permission: 'read on "sys/auth"' },
    { part: 'consul/objects', what: 'auth methods', reason: '403', permission: 'acl:read' },
    { part: 'consul/tokens', what: 'tokens', reason: '500' },
  ],
};

it.each([
  [['vault/audit'], ['auth mounts: 403 (needs read on "sys/auth")']],
  [['consul/agent'], ['auth methods: 403 (needs acl:read)']],
  [['consul/tokens'], ['tokens: 500']],
  [['nomad/jobs'], ['nothing was given about jobs']],
] as const)('a rule about %j says why it could not look, with the permission that is missing', (reads, reasons) => {
  expect(unseenBy(ruleOf(...reads), world).map(({ reason }) => reason)).toEqual(reasons);
});
