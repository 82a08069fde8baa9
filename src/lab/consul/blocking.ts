import type { Answer, LabRequest } from '../router.ts';
import type { ConsulState } from './state.ts';

const usualWait = 5 * 60;
const longestWait = 10 * 60;

/**
 * Consul's blocking queries: a read with `?index=N` is answered once its index is above N, or after `?wait=` (`30s`, `5m`).
 * Without this, clients that watch would ask again and again without a pause.
 */
export async function whenNewer(state: ConsulState, request: LabRequest, read: () => Promise<Answer>): Promise<Answer> {
  const seen = Number(request.query.get('index') ?? '0');
  const end = AbortSignal.any([request.gone, AbortSignal.timeout(waitOf(request) * 1000)]);
  for (;;) {
    const answer = await read();
    const index = answer.headers?.['X-Consul-Index'];
    if (!(seen > 0) || index === undefined || Number(index) > seen || end.aborted) return answer;
    await nextChange(state, end);
  }
}

function waitOf(request: LabRequest): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(request.query.get('wait') ?? '') ?? [];
  const asked = amount === undefined ? usualWait : Number(amount) * (unit === 'm' ? 60 : 1);
  return Math.min(asked, longestWait);
}

function nextChange({ changes }: ConsulState, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      changes.off('change', done);
      end.removeEventListener('abort', done);
      resolve();
    };
    changes.once('change', done);
    end.addEventListener('abort', done);
  });
}
