import type { ApiObject } from '../model/api-object.ts';

/** What is remembered of jobs between runs, so that those that did not change are not read again. */
export interface JobMemory {
  /** The job as it was kept when its spec had this version; `undefined` when it is not known so. */
  recall(key: string, version: string): ApiObject | undefined;
  keep(key: string, version: string, job: ApiObject): void;
}
