import type { Reporter, TestModule, TestSuite } from 'vitest/node';
import { needMark } from './need.ts';

/** Says at the end of a run what was not tested for want of a real server or browser: a skip that nobody sees is a hole. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.suites()].filter(({ name }) => name.includes(needMark)),
    );
    if (skipped.length === 0) return;
    const lines = skipped.map((suite) => `  ${suite.module.relativeModuleId}: ${suite.name} (${tests(suite)})`);
    process.stdout.write(`\n SKIPPED for want of real servers or a browser:\n${lines.join('\n')}\n\n`);
  }
}

function tests(suite: TestSuite): string {
  const count = [...suite.children.allTests()].length;
  return `${String(count)} test${count === 1 ? '' : 's'}`;
}
