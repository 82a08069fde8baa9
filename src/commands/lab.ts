import { WidError } from '../support/errors.ts';
import type { Command } from './command.ts';

const actions = ['up', 'demo'];

export const lab: Command = {
  name: 'lab',
  summary: 'Run Nomad, Consul and Vault inside this process, to try things out',
  examples: ['wid lab up', 'wid lab demo'],

  describe(command) {
    command.argument('<action>', 'up: run until Ctrl-C; demo: play an incident from failure to success');
  },

  async run(context, [action]) {
    switch (action) {
      case 'up':
        return (await import('./lab-up.ts')).labUp(context);
      case 'demo':
        return (await import('./lab-demo.ts')).labDemo(context);
      default:
        throw new WidError('usage', `unknown action ${action ?? ''}`, { hint: `use ${actions.join(' or ')}` });
    }
  },
};
