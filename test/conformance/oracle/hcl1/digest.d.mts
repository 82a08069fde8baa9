export function digestOf(tree: unknown): string;
