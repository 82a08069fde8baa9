import { describe, expect, it } from 'vitest';
import { filesBelow, packageImports, readText } from './source-files.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

const { dependencies, devDependencies, scripts } = JSON.parse(readText('package.json')) as Manifest;
const imported = new Set(filesBelow('src').flatMap(packageImports));
const scriptFiles = ['vitest.config.ts', 'bundle.mjs'].map((name) => ({ text: readText(name) }));
const importedByTests = new Set([...filesBelow('test'), ...scriptFiles].flatMap(packageImports));

/** Used without an import: the compiler and what it reads, and a linter's second half. */
const withoutImport: Readonly<Record<string, string>> = {
  typescript: 'tsc',
  oxlint: 'oxlint',
  'oxlint-tsgolint': '--type-aware',
  prettier: 'prettier',
};

describe('the dependencies', () => {
  it.each(Object.keys(dependencies))('%s is imported somewhere in src', (name) => {
    expect(imported).toContain(name);
  });

  it('hold everything that src imports', () => {
    expect([...imported].filter((name) => dependencies[name] === undefined)).toEqual([]);
  });

  it.each(Object.keys(devDependencies))('%s is used by the tests or a script', (name) => {
    const types = name.startsWith('@types/') ? name.slice('@types/'.length) : undefined;
    const word = withoutImport[name];
    const inScript = word !== undefined && Object.values(scripts).some((script) => script.split(' ').includes(word));
    const typed = types === 'node' || (types !== undefined && (imported.has(types) || importedByTests.has(types)));
    expect(inScript || typed || importedByTests.has(name)).toBe(true);
  });

  it.each(Object.keys({ ...dependencies, ...devDependencies }))('docs/dependencies.md says why %s is there', (name) => {
    expect(readText('docs/dependencies.md')).toMatch(new RegExp(`^\\| \\[?\`${name}\`.* \\| \\S.*\\|$`, 'm'));
  });

  it('docs/dependencies.md speaks of nothing that is not there', () => {
    const named = [...readText('docs/dependencies.md').matchAll(/^\| \[?`([^`]+)`/gm)].map(([, name = '']) => name);
    expect(new Set(named)).toEqual(new Set(Object.keys({ ...dependencies, ...devDependencies })));
    expect(named).toHaveLength(new Set(named).size);
  });
});
