import type { Command } from './command.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'Print the JSON Schema of the spec, for editors and checks',
  examples: ['wid schema > wid.schema.json'],

  describe() {
    // No options: there is one schema.
  },

  async run(context) {
    const { specJsonSchema } = await import('../spec/json-schema.ts');
    context.out(`${JSON.stringify(specJsonSchema(), undefined, 2)}\n`);
    return 0;
  },
};
