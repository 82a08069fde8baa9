import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that start real Consul, Nomad and Vault servers, or a browser. */
const withServers = [
  'test/servers/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/**/*-on-real-servers.test.ts',
  'test/**/*-in-chromium.test.ts',
];

/** Comparisons with readers that Go builds on the spot: run by their own command, which each names, and else no part of a run. */
const goWanted = process.env.WID_HCL2_SEED ?? process.env.WID_FILTER_SEED;
const withGo = goWanted === undefined ? ['test/conformance/*-against-upstream.test.ts'] : [];

/** A file for the results as data, which `.ci/run` counts. */
const results = process.env.WID_TEST_RESULTS;
const json = (outputFile: string): ['json', { outputFile: string }] => ['json', { outputFile }];

export default defineConfig({
  test: {
    reporters: ['default', './test/servers/skipped-reporter.ts', ...(results ? [json(results)] : [])],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...withServers, ...withGo],
          sequence: { groupOrder: 0 },
          // No file replaces a module or leaves a mark on its process, so that files may share what they load: that
          // takes half of the time.
          isolate: false,
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // A machine with much else to do takes its time, above all over what a file loads first.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: withServers,
          // Three servers and their tasks a file: two files at a time are what a small machine bears.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
