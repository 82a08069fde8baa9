// Prints "N passed, N failed, N skipped" from the results that vitest wrote as JSON, and fails when anything failed.
// Usage: node count.mjs RESULTS NUMBER_OF_FAILED_STEPS
import { readFileSync } from 'node:fs';

const [path, failedSteps] = process.argv.slice(2);
const { numPassedTests: passed, numPendingTests, numTodoTests, failed, files } = read();
const skipped = numPendingTests + numTodoTests;
// A file that could not be loaded, or a step that failed with every test good, is a failure that no test stands for.
const failures = Math.max(failed + files, Number(failedSteps) > 0 ? 1 : 0);
console.log(`${passed} passed, ${failures} failed, ${skipped} skipped`);
process.exitCode = failures > 0 || passed === 0 ? 1 : 0;

function read() {
  try {
    const results = JSON.parse(readFileSync(path, 'utf8'));
    const unloaded = results.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return { ...results, failed: results.numFailedTests, files: unloaded.length };
  } catch {
    console.log('the tests left no results');
    return { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0, failed: 0, files: 1 };
  }
}
