import { createReadStream } from 'node:fs';
import { Argument } from 'commander';
import { WidError } from '../support/errors.ts';
import type { Command } from './command.ts';
import { linesOf, wholeText } from './predict-input.ts';
import type { Predictor } from './predictor.ts';

/** By product, loaded when asked for; a predictor may remember what its questions have in common. */
const predictors: Readonly<Record<string, () => Promise<Predictor>>> = {
  nomad: async () => (await import('./predict-nomad.ts')).nomadPredictor(),
  consul: async () => (await import('./predict-consul.ts')).consulPredictor(),
  vault: async () => (await import('./predict-vault.ts')).vaultPredictor(),
};

interface PredictOptions {
  readonly ndjson?: boolean;
}

export const predict: Command<PredictOptions> = {
  name: 'predict',
  summary: 'Say exactly which JWTs a job gets, or what a login with one yields and allows, without any server',
  examples: [
    'wid predict nomad question.json',
    'wid predict consul question.json',
    'wid predict consul --ndjson - < questions.ndjson > answers.ndjson',
  ],

  describe(command) {
    command
      .addArgument(new Argument('<product>', 'whose answer').choices(Object.keys(predictors)))
      .argument('<file>', 'the question as JSON; "-" for standard input')
      .option('--ndjson', 'many questions, one a line; an answer a line');
  },

  async run(context, [product = '', file = '-'], { ndjson = false }) {
    const load = predictors[product];
    if (load === undefined) throw new WidError('usage', `nothing is known about ${product}`);
    const predictor = await load();
    const source = file === '-' ? context.stdin : readable(file);
    if (!ndjson) {
      context.out(`${JSON.stringify(predictor(parsed(await wholeText(source, file))), undefined, 2)}\n`);
      return 0;
    }
    let failed = false;
    for await (const line of linesOf(source, file)) {
      if (context.signal.aborted) break;
      const answer = answerTo(line, predictor);
      failed ||= answer instanceof WidError;
      context.out(`${JSON.stringify(answer instanceof WidError ? { error: answer.message } : answer)}\n`);
    }
    return failed ? 2 : 0;
  },
};

/** The answer, or why there is none. */
function answerTo(line: string, predictor: Predictor): object {
  try {
    return predictor(parsed(line));
  } catch (error) {
    if (error instanceof WidError) return error;
    // Whatever is wrong with one question, the others are answered.
    const why = error instanceof Error ? error.message : String(error);
    return new WidError('syntax', `the question cannot be answered: ${why}`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new WidError('syntax', `the question is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readable(file: string): AsyncIterable<Uint8Array | string> {
  return createReadStream(file);
}
