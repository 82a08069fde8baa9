import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { failures } from './failures.ts';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/bench/**/*.bench.ts'],
    // What is measured is the built code, as it is shipped; a test runner's rewriting would cost time.
    server: { deps: { external: [/\/dist\//] } },
    reporters: [failures],
    disableConsoleIntercept: true,
    // One after the other, each in a process of its own.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
