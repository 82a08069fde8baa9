import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { downloadBytes, downloadFile } from '../clients/download.ts';
import { WidError } from '../support/errors.ts';
import { extractProgram } from './unzip.ts';
import { checkSum, sumOf, verifySums, type ReleaseKey } from './verify-release.ts';

export interface Release {
  readonly product: 'consul' | 'nomad' | 'vault';
  readonly version: string;
}

/** Where releases come from. The parts are given so that tests can stand in for them. */
export interface ReleaseSource {
  /** What the release is said to consist of. Nothing in it is trusted beyond file names. */
  metadata(release: Release): Promise<unknown>;
  /** `<base>/<product>/<version>/<file>`. */
  readonly base: string;
  readonly key: ReleaseKey;
}

export interface ReleaseOptions {
  /** Programs are kept in `<directory>/<product>-<version>/`. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
  readonly source?: ReleaseSource;
  readonly platform?: { readonly os: string; readonly arch: string };
  /** Milliseconds without a byte after which a download is given up. */
  readonly idle?: number;
}

const plainName = z.string().regex(/^[\w][\w.+-]*$/, 'no plain file name');
const description = z.looseObject({
  shasums: plainName,
  shasums_signature: plainName,
  builds: z.array(z.looseObject({ os: z.string(), arch: z.string(), filename: plainName })),
});

const largestArchive = 1024 ** 3;
const largestList = 1024 ** 2;

/**
 * The path of an official release's program, downloaded if it is not there yet. The list of checksums must be signed with
 * HashiCorp's key and the archive must have its checksum, or nothing stays behind: the release library that gives us the
 * metadata accepts any signature.
 */
export async function installRelease(release: Release, options: ReleaseOptions): Promise<string> {
  const { source = await officialSource(), platform = thisPlatform(), signal, idle = 30_000 } = options;
  const directory = join(options.directory, `${release.product}-${release.version}`);
  const program = platform.os === 'windows' ? `${release.product}.exe` : release.product;
  const target = join(directory, program);
  if (await exists(target)) return target;

  const { shasums, shasums_signature: signatureFile, builds } = describe(release, await source.metadata(release));
  const build = builds.find(({ os, arch }) => os === platform.os && arch === platform.arch);
  if (build === undefined)
    throw new WidError(
      'usage',
      `there is no ${release.product} ${release.version} for ${platform.os} on ${platform.arch}`,
    );

  const at = (file: string): string => `${source.base}/${release.product}/${release.version}/${file}`;
  const limits = { signal, idle };
  const [list, signature] = await Promise.all([
    downloadBytes(at(shasums), { ...limits, maxBytes: largestList }),
    downloadBytes(at(signatureFile), { ...limits, maxBytes: largestList }),
  ]);
  const sum = sumOf(await verifySums(list, signature, source.key), build.filename);

  await mkdir(directory, { recursive: true });
  const workshop = await mkdtemp(join(directory, '.download-'));
  try {
    const archive = join(workshop, 'archive.zip');
    await downloadFile(at(build.filename), archive, { ...limits, maxBytes: largestArchive });
    await checkSum(archive, build.filename, sum);
    await extractProgram(archive, program, target);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return target;
}

function describe(release: Release, metadata: unknown): z.infer<typeof description> {
  const parsed = description.safeParse(metadata);
  if (parsed.success) return parsed.data;
  throw new WidError(
    'answer',
    `the release server's description of ${release.product} ${release.version} is not as expected: ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
  );
}

/** HashiCorp's release server, its metadata through its own library. */
async function officialSource(): Promise<ReleaseSource> {
  return {
    base: 'https://releases.hashicorp.com',
    key: {
      armored: await readFile(new URL('../../policies/hashicorp-release-key.asc', import.meta.url), 'utf8'),
      fingerprint: 'c874011f0ab405110d02105534365d9472d7468f',
    },
    async metadata({ product, version }) {
      const { getRelease } = await import('@hashicorp/js-releases');
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        // The library has no time limit of its own.
        timer = setTimeout(() => reject(new WidError('network', 'the release server does not answer')), 60_000);
      });
      try {
        return await Promise.race([getRelease(product, version, 'nomad-workload-identity'), late]);
      } catch (error) {
        if (error instanceof WidError) throw error;
        throw new WidError('network', `cannot look up ${product} ${version} on the release server`, {
          hint: 'check the way to https://releases.hashicorp.com, or name a program of your own with WID_CONSUL_BIN, WID_NOMAD_BIN or WID_VAULT_BIN',
        });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

function thisPlatform(): { os: string; arch: string } {
  return {
    os: process.platform === 'win32' ? 'windows' : process.platform,
    arch: architectures[process.arch] ?? process.arch,
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
