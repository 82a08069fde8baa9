/** An object of an HTTP API, as the API takes or gives it. */
export type ApiObject = Readonly<Record<string, unknown>>;
