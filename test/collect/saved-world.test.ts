import { describe, expect, it } from 'vitest';
import { formatWorld, parseWorld } from '../../src/collect/saved-world.ts';
import type { World } from '../../src/model/world.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { WidError } from '../../src/support/errors.ts';
import { Secret } from '../../src/support/secret.ts';
import { describePlace } from '../../src/syntax/source.ts';

const name = 'world.json';

function refusal(text: string): WidError {
  try {
    parseWorld({ name, text });
  } catch (error) {
    if (error instanceof WidError) return error;
  }
  throw new Error('it was taken');
}

describe('a saved world', () => {
  it('is the same when it is read again', () => {
    const world = healthyWorld();
    expect(parseWorld({ name, text: formatWorld(world) })).toEqual(JSON.parse(JSON.stringify(world)));
  });

  it('is the same text whatever the order in which members were read', () => {
    const world = healthyWorld();
    const turned = Object.fromEntries(Object.entries(world).toReversed()) as unknown as World;
    expect(formatWorld(turned)).toBe(formatWorld(world));
  });

  it('holds no secret that is known, wherever a server repeats one', () => {
    const secret = new Secret('zq-token-that-a-server-repeats');
    const world = { ...healthyWorld(), assumed: [`the token ${secret.reveal()} is right`] };
    expect(formatWorld(world)).not.toContain(secret.reveal());
  });
});

describe('what is no world is refused', () => {
  it.each([
    ['no JSON, at the spot', '{\n  "schemaVersion": 1,\n}', 'world.json is no JSON', 'world.json:3:1'],
    ['half a file', '{ "schemaVersion": 1', 'world.json is no JSON', 'world.json:1:21'],
    ['something else', '{ "findings": [] }', 'world.json holds no world', undefined],
    ['a later form', '{ "schemaVersion": 2 }', 'world.json was written by a later wid, in form 2', undefined],
    [
      'a member of the wrong sort, at its place',
      '{\n "schemaVersion": 1, "takenAt": 1, "keySets": [], "notRead": [], "assumed": [],\n "nomad": { "agents": [], "jobs": [\n  { "id": 7 }\n ] }\n}',
      'nomad/jobs/0/id: Invalid input: expected string, received number',
      'world.json:4:11',
    ],
  ])('%s', (_, text, message, place) => {
    const error = refusal(text);
    expect(error.message).toBe(message);
    expect(error.place && describePlace(error.place)).toBe(place);
  });
});
