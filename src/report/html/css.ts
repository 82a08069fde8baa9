/** A style sheet as text; the name lets editors and the formatter know it for one. */
export const css = String.raw;
