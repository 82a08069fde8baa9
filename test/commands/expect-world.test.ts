import { expect, it } from 'vitest';
import { expectSomething } from '../../src/commands/expect-world.ts';
import type { NotRead, World } from '../../src/model/world.ts';

const nothing = (gap: Partial<NotRead>): World => ({
  schemaVersion: 1,
  takenAt: 1_780_000_000,
  keySets: [],
  notRead: [{ part: 'vault/objects', what: 'auth mounts', reason: 'no', ...gap }],
  assumed: [],
});

it.each([
  ['addresses, when no server answers', {}, /NOMAD_ADDR, CONSUL_HTTP_ADDR and VAULT_ADDR/],
  [
    'tokens, when servers refuse them',
    { permission: 'read on "sys/auth"' },
    /NOMAD_TOKEN, CONSUL_HTTP_TOKEN and VAULT_TOKEN/,
  ],
])('that nothing could be read is blamed on the %s', (_, gap, hint) => {
  expect(() => expectSomething(nothing(gap))).toThrow(
    expect.objectContaining({ hint: expect.stringMatching(hint) as string }),
  );
});
