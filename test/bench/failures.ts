import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Says what could not be measured, and nothing else: figures print themselves. */
export const failures: Reporter = {
  onTestCaseResult(test: TestCase) {
    for (const { message } of test.result().errors ?? [])
      if (!message.startsWith('missed: ')) process.stdout.write(`FAILED  ${test.fullName}: ${message}\n`);
  },
  onTestModuleEnd(module: TestModule) {
    for (const { message } of module.errors()) process.stdout.write(`FAILED  ${module.relativeModuleId}: ${message}\n`);
  },
};
