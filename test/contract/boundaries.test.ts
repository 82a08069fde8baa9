import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf, readText, type SourceFile } from './source-files.ts';

const files = filesBelow('src');

function importing(names: RegExp, except: readonly string[]): readonly string[] {
  return files
    .filter(({ path }) => !except.some((allowed) => path.startsWith(allowed)))
    .filter(({ text }) => importsOf(text).some((name) => names.test(name)))
    .map(({ path }) => path);
}

function saying(words: RegExp, except: readonly string[]): readonly string[] {
  const without = ({ text }: SourceFile): string => text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return files
    .filter(({ path }) => !except.includes(path))
    .filter((file) => words.test(without(file)))
    .map(({ path }) => path);
}

describe('the boundaries', () => {
  it('only src/clients speaks to servers; the lab is servers', () => {
    const network =
      /^(?:node:)?(?:https?|http2|net|tls|dns|dgram)(?:\/promises)?$|^(?:axios|consul|node-vault|undici)$/;
    // Of node:net the check of an address alone, which opens nothing.
    const allowed = ['src/clients/', 'src/lab/', 'src/validation/vault/address.ts'];
    expect(importing(network, allowed)).toEqual([]);
    expect(readText('src/validation/vault/address.ts')).toContain("import { isIP } from 'node:net';");
    // In the lab somebody plays the operator, and somebody Nomad's client and its tasks: they are not wid and ask bare.
    const players = ['src/lab/scenarios/steps.ts', 'src/lab/workload.ts'];
    expect(saying(/\bfetch\(/, players)).toEqual([]);
  });

  it('only what is at the edge touches files', () => {
    const allowed = [
      'src/cli.ts',
      'src/commands/',
      'src/clients/',
      'src/collect/files/',
      'src/collect/job-cache.ts',
      'src/lab/',
      'src/spec/sources.ts',
      'src/spec/package-text.ts',
      'src/provision/manifest/',
    ];
    expect(importing(/^(?:node:)?fs(?:\/promises)?$/, allowed)).toEqual([]);
  });

  it('only src/cli.ts prints and ends the process', () => {
    expect(saying(/\bconsole\.|\bprocess\.(?:stdout|stderr|exit\b|exitCode)/, ['src/cli.ts'])).toEqual([]);
  });

  it('only src/cli.ts reads the environment of the process', () => {
    expect(saying(/\bprocess\.env\b/, ['src/cli.ts'])).toEqual([]);
  });

  it('secrets are revealed only on their way to a server', () => {
    const revealing = files.filter(({ text }) => text.includes('.reveal()')).map(({ path }) => path);
    const allowed = ['src/clients/', 'src/lab/', 'src/commands/provisioning.ts', 'src/support/secret.ts'];
    expect(revealing.filter((path) => !allowed.some((start) => path.startsWith(start)))).toEqual([]);
  });
});

describe('the size of a file', () => {
  it('stays below 300 lines: what is longer holds two ideas', () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('whoever makes a folder for the time being takes it away', () => {
    const left = [...files, ...filesBelow('test')].filter(
      ({ text }) => /\bmkdtemp(?:Sync)?\(/.test(text) && !/\brm(?:Sync)?\(/.test(text),
    );
    expect(left.map(({ path }) => path)).toEqual([]);
  });
});
