import { goQuote } from '../../syntax/go-string.ts';
import type { Identity } from './job.ts';

const validName = /^[a-zA-Z0-9\-_]{1,128}$/;

/** What is wrong with an identity of a task. Identities of services are not looked at this closely. */
export function identityFaults(identity: Identity): readonly string[] {
  const { name, audience, changeMode, changeSignal, ttl, filepath, file } = identity;
  const faults: string[] = [];
  if (!validName.test(name)) faults.push(`invalid name ${goQuote(name)}. Must match regex ^[a-zA-Z0-9-_]{1,128}$`);
  for (const [index, one] of audience.entries())
    if (one === '') faults.push(`an empty string is an invalid audience (${String(index + 1)})`);
  if (['', 'noop', 'restart'].includes(changeMode)) {
    if (changeSignal !== '')
      faults.push(`can only use change_signal=${goQuote(changeSignal)} with change_mode="signal"`);
  } else if (changeMode !== 'signal') faults.push(`invalid change_mode: ${changeMode}`);
  else if (changeSignal === '') faults.push('change_signal must be specified when using change_mode="signal"');
  if (ttl > 0 && name === 'default') faults.push('ttl for default identity not yet supported');
  if (ttl < 0) faults.push('ttl must be >= 0');
  if (filepath !== '' && !file) faults.push('file parameter must be true in order to specify filepath');
  return faults;
}

/** What is unwise about an identity of a task or service. */
export function identityDoubts({ name, audience, ttl, env, changeMode }: Identity): readonly string[] {
  const doubts: string[] = [];
  if (audience.length === 0) doubts.push('identities without an audience are insecure');
  if (audience.length > 1)
    doubts.push('while multiple audiences is allowed, it is more secure to use 1 audience per identity');
  if (name !== '' && name !== 'default' && ttl === 0) doubts.push('identities without an expiration are insecure');
  if (env && changeMode !== 'restart')
    doubts.push('using env=true without change_mode="restart" may result in task not getting updated identity');
  return doubts;
}
