import { predictNomad } from '../simulate/nomad.ts';
import type { Predictor } from './predictor.ts';

/** Answers questions about the identities of jobs. */
export function nomadPredictor(): Predictor {
  return predictNomad;
}
