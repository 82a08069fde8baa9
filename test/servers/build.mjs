// Builds the real Consul, Nomad and Vault that the tests run against, from the Go tool modules beside this file.
// Needs Go; what is built already is skipped. Usage: npm run servers [-- consul nomad vault]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Build tags a module needs to compile. Nomad's metrics library has two majors; the tag picks the one it imports. */
const tags = { consul: '', nomad: 'hashicorpmetrics', vault: '' };

const wanted = process.argv.slice(2);
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
  execFileSync('go', ['build', '-tags', tags[server], '-trimpath', '-ldflags', '-s -w', '-o', unfinished, module], {
    cwd: folder,
    stdio: 'inherit',
  });
  renameSync(unfinished, binary);
  console.log(`${server} ${version}: built`);
}

function requiredVersion(goMod, module) {
  const line = goMod.split('\n').find((text) => text.trim().startsWith(`${module} v`) || text.startsWith(`require ${module} v`));
  if (line === undefined) throw new Error(`go.mod requires no ${module}`);
  return line.trim().split(/\s+/).find((word) => /^v\d/.test(word)).slice(1);
}
