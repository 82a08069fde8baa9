import type { Reason } from '../simulate/needs/value.ts';

/** Why something about a need is not known before the job runs, as the end of a sentence of its own. */
export function reasonText(reason: Reason): string {
  switch (reason.because) {
    case 'environment':
      return `it depends on the variable ${reason.name} of the environment`;
    case 'answer':
      return `it depends on the answer to ${reason.call}`;
    case 'file':
      return `it depends on the file ${reason.path}`;
    case 'job file':
      return 'it depends on a variable of the job file that has no value here, or on a file that is not here';
    case 'function':
      return `it depends on what ${reason.name} gives`;
    case 'loop':
      return 'it depends on how often a loop turns';
    case 'placement':
      return `known only when it runs: ${reason.of}`;
    case 'mount':
      return `it is not known which engine is mounted around ${reason.path}`;
    case 'existence':
      return `it depends on whether there is something at ${reason.path}`;
    case 'application':
      return `the program is given a token (${reason.sees}), and what it asks with it is its own business`;
  }
}
