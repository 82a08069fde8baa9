// Runs one server and outlives the test process for as long as it takes to clear up after it.
// The test process holds this process's standard input: when it is closed, on purpose or because the test process died,
// the server is ended, then whatever the server started (Nomad's tasks stand in process groups of their own), then its data.
// Usage: node guard.mjs DATA_FOLDER COMMAND [ARGUMENT...]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const [folder, command, ...args] = process.argv.slice(2);
/** How long a server may take to end by itself before it is killed. */
const patience = 10_000;

const server = spawn(command, args, {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, WID_TEST_SERVER_DATA: folder },
});
server.on('error', (error) => {
  console.error(String(error));
  finish(1);
});
server.on('exit', (code) => finish(code ?? 1));

process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

function end() {
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), patience).unref();
}

function signalGroup(signal) {
  try {
    if (server.pid !== undefined) process.kill(-server.pid, signal);
  } catch {
    // It is gone already.
  }
}

function finish(code) {
  signalGroup('SIGKILL');
  killDescendants();
  unmountBelow();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.exit(code);
}

/** Everything that inherited the data folder's name in its environment, which is what the server started. Linux only. */
function killDescendants() {
  for (const pid of numbersIn('/proc')) {
    if (pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in the meantime, or is somebody else's.
    }
  }
}

function numbersIn(path) {
  try {
    return readdirSync(path)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Nomad mounts memory file systems for the secrets of its tasks when it runs as root. */
function unmountBelow() {
  let mounts = [];
  try {
    mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
  } catch {
    return;
  }
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse()) {
    try {
      execFileSync('umount', ['-l', mount], { stdio: 'ignore' });
    } catch {
      // Removing the folder will say so.
    }
  }
}
