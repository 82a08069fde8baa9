import type { Example } from '../rule.ts';
import { inside } from './inside.ts';

export interface ServerFile {
  /** Blocks beside the others, as they would stand without indentation. */
  readonly more?: string;
  /** These blocks in the place of the healthy ones; none for an empty text. */
  readonly serviceIdentity?: string;
  readonly taskIdentity?: string;
  readonly defaultIdentity?: string;
  /** What stands in the `vault` block before the identity. */
  readonly vault?: string;
}

/** The configuration file of a Nomad server: what an example gives is all that can be wrong with it. */
export function serverFile({
  more = '',
  serviceIdentity = identity('service_identity', 'consul.io'),
  taskIdentity = identity('task_identity', 'consul.io'),
  defaultIdentity = identity('default_identity', 'vault.io'),
  vault = 'enabled = true',
}: ServerFile = {}): Example {
  const consul = inside(1, `${serviceIdentity}\n\n${taskIdentity}`).slice(1);
  const text = `
server {
  enabled = true
}${inside(0, more)}

consul {${consul}
}

vault {${inside(1, `${vault}\n\n${defaultIdentity}`).slice(1)}
}
`;
  return { files: { 'server.hcl': text } };
}

function identity(name: string, audience: string): string {
  return `${name} {\n  aud = ["${audience}"]\n  ttl = "1h"\n}`;
}
