import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installRelease, type ReleaseOptions } from '../../src/lab/releases.ts';
import type { ReleaseKey } from '../../src/lab/verify-release.ts';
import { fakeServer, type Answering } from '../support/fake-server.ts';
import { rejectionOf } from '../support/rejection.ts';
import { zip, type ZipEntry } from './zip.ts';

interface Signer {
  readonly armored: string;
  readonly fingerprint: string;
  sign(text: string): Promise<Buffer>;
}

async function createSigner(name: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name }], format: 'armored' });
  const signingKeys = await readPrivateKey({ armoredKey: privateKey });
  return {
    armored: publicKey,
    fingerprint: (await readKey({ armoredKey: publicKey })).getFingerprint(),
    async sign(text) {
      const message = await createMessage({ binary: Buffer.from(text) });
      return Buffer.from((await sign({ message, signingKeys, detached: true, format: 'binary' })) as Uint8Array);
    },
  };
}

let owner: Signer;
let attacker: Signer;
let directory: string;
const folders: string[] = [];

beforeAll(async () => {
  [owner, attacker] = await Promise.all([createSigner('owner'), createSigner('attacker')]);
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wid-releases-'));
  folders.push(directory);
});
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

const archiveName = 'consul_1.2.3_linux_amd64.zip';
const good: readonly ZipEntry[] = [
  { name: 'LICENSE.txt', content: 'terms', mode: 0o100644 },
  { name: 'consul', content: '#!/bin/sh\necho consul\n' },
];
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

interface Served {
  readonly entries?: readonly ZipEntry[];
  readonly archive?: Buffer;
  readonly signer?: Signer;
  readonly key?: ReleaseKey;
  readonly sums?: (archive: Buffer) => string;
  readonly answering?: Answering;
  readonly metadata?: object;
}

/** A release server, by default one that serves a release as it should be. */
async function serve(
  { entries = good, archive = zip(entries), signer = owner, key = owner, sums, answering, metadata = {} }: Served = {},
  more: Partial<ReleaseOptions> = {},
) {
  const list =
    sums?.(archive) ?? `${sha256(archive)}  ${archiveName}\n${'0'.repeat(64)}  consul_1.2.3_darwin_amd64.zip\n`;
  const signature = await signer.sign(list);
  const files: Record<string, Buffer> = {
    [archiveName]: archive,
    consul_SHA256SUMS: Buffer.from(list),
    'consul_SHA256SUMS.72D7468F.sig': signature,
  };
  const server = await fakeServer((request, raw) => {
    const name = request.url.replace('/consul/1.2.3/', '');
    if (answering !== undefined && name === archiveName) return answering(request, raw);
    return files[name] === undefined ? { status: 404 } : { body: files[name] };
  });
  const options: ReleaseOptions = {
    directory,
    platform: { os: 'linux', arch: 'amd64' },
    source: {
      base: server.address,
      key,
      metadata: () =>
        Promise.resolve({
          shasums: 'consul_SHA256SUMS',
          shasums_signature: 'consul_SHA256SUMS.72D7468F.sig',
          builds: [{ os: 'linux', arch: 'amd64', filename: archiveName }],
          ...metadata,
        }),
    },
    ...more,
  };
  return { server, install: () => installRelease({ product: 'consul', version: '1.2.3' }, options) };
}

describe('installing a release', () => {
  it('gives an executable program and leaves nothing else behind', async () => {
    const { install } = await serve();
    const path = await install();
    expect(path).toBe(join(directory, 'consul-1.2.3', 'consul'));
    expect(await readFile(path, 'utf8')).toContain('echo consul');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readdir(join(directory, 'consul-1.2.3'))).toEqual(['consul']);
  });

  it('does not download what is there', async () => {
    const { server, install } = await serve();
    await install();
    const before = server.requests.length;
    await install();
    expect(server.requests).toHaveLength(before);
  });

  const outside: readonly ZipEntry[] = [...good, { name: '../../escaped', content: 'x' }];
  const refused: [string, () => Served, RegExp][] = [
    ['sums that somebody else signed', () => ({ signer: attacker }), /not signed with the release key/],
    [
      'an archive with another sum',
      () => ({ sums: () => `${'1'.repeat(64)}  ${archiveName}\n` }),
      /its checksum is another/,
    ],
    [
      'sums that name the file only in part',
      () => ({
        sums: (archive) => `${sha256(archive)}  other-${archiveName}\n${sha256(archive)}  ${archiveName}.bak\n`,
      }),
      /no entry for/,
    ],
    [
      'sums that name the file twice',
      () => ({ sums: (archive) => `${sha256(archive)}  ${archiveName}\n${'1'.repeat(64)}  ${archiveName}\n` }),
      /more than one entry/,
    ],
    ['an archive that reaches outside', () => ({ entries: outside }), /no release/],
    [
      'an archive that reaches outside by backslash',
      () => ({ entries: [...good, { name: '..\\escaped', content: 'x' }] }),
      /no release/,
    ],
    [
      'an archive with an absolute name',
      () => ({ entries: [...good, { name: '/tmp/escaped', content: 'x' }] }),
      /no release/,
    ],
    [
      'an archive with a link for a program',
      () => ({ entries: [{ name: 'consul', content: '/etc/passwd', mode: 0o120777 }] }),
      /no plain file/,
    ],
    [
      'an archive with the program in a folder',
      () => ({ entries: [{ name: 'bin/consul', content: 'x' }] }),
      /holds "bin\/consul"/,
    ],
    ['an archive without the program', () => ({ entries: [{ name: 'vault', content: 'x' }] }), /holds no consul/],
    ['an archive with two programs of the name', () => ({ entries: [...good, ...good] }), /more than one consul/],
    ['something that is no archive', () => ({ archive: Buffer.from('nothing of the sort') }), /no release/],
    ['a missing archive', () => ({ answering: () => ({ status: 404 }) }), /answered 404/],
    [
      'a server that hangs up',
      () => ({ answering: (_, { request }) => void request.socket.destroy() }),
      /connection was broken/,
    ],
    ['metadata that leads elsewhere', () => ({ metadata: { shasums: '../../other/SUMS' } }), /shasums/],
    ['metadata without this platform', () => ({ metadata: { builds: [] } }), /no consul 1\.2\.3 for linux on amd64/],
  ];
  it.each(refused)('refuses %s, and keeps nothing', async (_, served, why) => {
    const { install } = await serve(served());
    expect((await rejectionOf(install())).message).toMatch(why);
    await expect(access(join(directory, 'consul-1.2.3', 'consul'))).rejects.toThrow();
    expect(await readdir(join(directory, 'consul-1.2.3')).catch(() => [])).toEqual([]);
    expect((await readdir(directory)).filter((name) => name !== 'consul-1.2.3')).toEqual([]);
  });

  it('refuses a stored key that is not the pinned one', async () => {
    const { install } = await serve({
      signer: attacker,
      key: { armored: attacker.armored, fingerprint: owner.fingerprint },
    });
    expect((await rejectionOf(install())).message).toContain('not the one that is pinned');
  });

  it('gives up a download that hangs, before its first byte or in the middle', async () => {
    const silent: Answering = () => undefined;
    const stuck: Answering = (_, { response }) =>
      void response.writeHead(200, { 'content-length': '1000' }).write('PK');
    for (const answering of [silent, stuck]) {
      const { install } = await serve({ answering }, { idle: 50 });
      expect(await rejectionOf(install())).toMatchObject({ code: 'network', reason: 'timeout' });
      expect(await readdir(join(directory, 'consul-1.2.3'))).toEqual([]);
    }
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const answering: Answering = (_, { response }) => {
      response.writeHead(200, { 'content-length': '1000' }).write('PK');
      stop.abort();
      return undefined;
    };
    const { install } = await serve({ answering }, { signal: stop.signal });
    expect((await rejectionOf(install())).code).toBe('cancelled');
    expect(await readdir(join(directory, 'consul-1.2.3'))).toEqual([]);
  });
});

it('holds the release key that it pins', async () => {
  const armoredKey = await readFile(new URL('../../policies/hashicorp-release-key.asc', import.meta.url), 'utf8');
  expect((await readKey({ armoredKey })).getFingerprint()).toBe('c874011f0ab405110d02105534365d9472d7468f');
});
