/** How quickly something was done, by the clock and by the processor time that this process used for it. */
export interface Rate {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

export async function rateOf(times: number, work: () => void | Promise<void>): Promise<Rate> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1e3;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: times / seconds, perCpuSecond: times / ((user + system) / 1e6) };
}

/** The best of several rounds: what others do on the machine meanwhile can only slow one down. */
export function best(rates: readonly Rate[]): Rate {
  return {
    perSecond: Math.max(...rates.map(({ perSecond }) => perSecond)),
    perCpuSecond: Math.max(...rates.map(({ perCpuSecond }) => perCpuSecond)),
  };
}
