// Builds the real Consul, Nomad and Vault that the tests run against, from the Go tool modules beside this file.
// Needs Go 1.26 or later and a Go module proxy; what is built already is skipped.
// Usage: npm run servers [-- consul nomad vault]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Build tags a module needs to compile. Nomad's metrics library has two majors; the tag picks the one it imports. */
const tags = { consul: '', nomad: 'hashicorpmetrics', vault: '' };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((server) => !(server in tags));
if (unknown.length > 0) fail(`no such server: ${unknown.join(', ')}; there are ${Object.keys(tags).join(', ')}`);
for (const server of wanted.length > 0 ? wanted : Object.keys(tags)) build(server);

function build(server) {
  const folder = join(here, server);
  const module = `github.com/hashicorp/${server}`;
  const version = requiredVersion(readFileSync(join(folder, 'go.mod'), 'utf8'), module);
  const binary = join(here, '.cache', `${server}-${version}`, server);
  if (existsSync(binary)) {
    console.log(`${server} ${version}: there already`);
    return;
  }
  console.log(`${server} ${version}: building, this takes minutes`);
  mkdirSync(dirname(binary), { recursive: true });
  const unfinished = `${binary}.unfinished`;
  const flags = ['-tags', tags[server], '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', unfinished];
  const { error, status } = spawnSync('go', ['build', ...flags, module], { cwd: folder, stdio: 'inherit' });
  if (error?.code === 'ENOENT') fail('building the servers needs Go 1.26 or later: https://go.dev/dl');
  if (error !== undefined || status !== 0) fail(`${server} ${version}: go build failed`);
  renameSync(unfinished, binary);
  console.log(`${server} ${version}: built`);
}

function requiredVersion(goMod, module) {
  for (const line of goMod.split('\n')) {
    const words = line
      .replace(/^require /, '')
      .trim()
      .split(/\s+/);
    if (words[0] === module && words[1]?.startsWith('v')) return words[1].slice(1);
  }
  fail(`go.mod requires no ${module}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
