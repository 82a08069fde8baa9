/** Jobs of the table in pieces, as the API takes them. */
export type Json = Readonly<Record<string, unknown>>;

export const hour = 3_600_000_000_000;

/** A task that only waits; its default identity is written to a file, so that a test can read it. */
export function task(name: string, more: Json = {}): Json {
  return {
    Name: name,
    Driver: 'raw_exec',
    Config: { command: '/bin/sleep', args: ['600'] },
    Identity: { Name: 'default', File: true },
    Resources: { CPU: 10, MemoryMB: 10 },
    LogConfig: { MaxFiles: 1, MaxFileSizeMB: 1 },
    KillTimeout: 1_000_000,
    ...more,
  };
}

export function group(name: string, tasks: readonly Json[], more: Json = {}): Json {
  return {
    Name: name,
    EphemeralDisk: { SizeMB: 10 },
    RestartPolicy: { Attempts: 0, Mode: 'fail' },
    Tasks: tasks,
    ...more,
  };
}

export function job(groups: readonly Json[], more: Json = {}): Json {
  return { Type: 'batch', TaskGroups: groups, ...more };
}

/** An identity that is written to a file. */
export function identity(name: string, more: Json = {}): Json {
  return { Name: name, Audience: ['some.io'], TTL: hour, File: true, ...more };
}

export const ports = { Networks: [{ DynamicPorts: [{ Label: 'http' }, { Label: 'admin' }] }] };
export const hostNetwork = { Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'http' }] }] };
export const bridge = { Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http' }] }] };

/** A proxy that is no Envoy, so that it runs anywhere. */
export const sidecarTask = {
  Driver: 'raw_exec',
  Config: { command: '/bin/sleep', args: ['600'] },
  Resources: { CPU: 10, MemoryMB: 10 },
  LogConfig: { MaxFiles: 1, MaxFileSizeMB: 1 },
  Identities: [{ Name: 'default', File: true }],
};
