/** As Go prints a duration: `5m0s`, `1h0m0s`, `1.5s`, `20ms`, `5ns`, `0s`. */
export function formatGoDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size < 1) {
    const nanoseconds = Math.round(size * 1e9);
    if (nanoseconds < 1000) return `${sign}${String(nanoseconds)}ns`;
    if (nanoseconds < 1_000_000) return `${sign}${String(nanoseconds / 1000)}µs`;
    return `${sign}${String(nanoseconds / 1_000_000)}ms`;
  }
  const hours = Math.floor(size / 3600);
  const minutes = Math.floor((size % 3600) / 60);
  const rest = Number((size % 60).toFixed(9));
  return `${sign}${hours > 0 ? `${String(hours)}h` : ''}${hours > 0 || minutes > 0 ? `${String(minutes)}m` : ''}${String(rest)}s`;
}
