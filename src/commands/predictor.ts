/** Answers one question, as data. Throws a `WidError` that names the member at fault. */
export type Predictor = (input: unknown) => object;
