import { predict } from '../../src/commands/predict.ts';
import { contextWith } from './context.ts';

type Run = (text: string, options?: { ndjson?: boolean }) => Promise<{ code: number; out: string }>;

/** Runs `wid predict` for a product, in-process, with a text on standard input. */
export function predicting(product: string): Run {
  return async (input, options = {}) => {
    const { context, told } = contextWith({ input });
    const code = await predict.run(context, [product, '-'], options);
    return { code, out: told.out };
  };
}
