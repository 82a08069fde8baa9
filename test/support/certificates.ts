import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A certificate for these names, such as `IP:127.0.0.1` and `DNS:consul.test`. */
  issue(names: string, days?: number): Certificate;
}

/** A certificate authority of its own for a test, made anew each time. */
export function createAuthority(): Authority {
  const inFolder = <T>(work: (at: (name: string) => string) => T): T => {
    const folder = mkdtempSync(join(tmpdir(), 'wid-ca-'));
    try {
      return work((name) => join(folder, name));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  const ca = inFolder((at) => {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      '/CN=test authority',
      '-keyout',
      at('key'),
      '-out',
      at('cert'),
    );
    return { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') };
  });
  return {
    ...ca,
    issue: (names, days = 1) =>
      inFolder((at) => {
        writeFileSync(at('ca'), ca.cert);
        writeFileSync(at('ca-key'), ca.key);
        writeFileSync(at('extensions'), `subjectAltName=${names}\n`);
        openssl('req', ...newKey, '-subj', '/CN=server', '-keyout', at('key'), '-out', at('request'));
        openssl(
          'x509',
          '-req',
          '-in',
          at('request'),
          '-CA',
          at('ca'),
          '-CAkey',
          at('ca-key'),
          '-days',
          String(days),
          '-extfile',
          at('extensions'),
          '-out',
          at('cert'),
        );
        return { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') };
      }),
  };
}
