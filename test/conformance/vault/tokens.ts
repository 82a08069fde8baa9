import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface SigningKey {
  readonly name: string;
  readonly algorithm: string;
  readonly privateKey: KeyObject;
  readonly pem: string;
  /** With `kid` the key's name. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

function signingKey(
  name: string,
  algorithm: string,
  { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject },
): SigningKey {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { name, algorithm, privateKey, pem, jwk: { ...publicKey.export({ format: 'jwk' }), kid: name } };
}

/** New keys of all sorts, and `other`, which no server is told about. */
export function newSigningKeys(): Readonly<Record<'rsa' | 'ec' | 'ed' | 'other', SigningKey>> {
  const rsa = { modulusLength: 2048 };
  return {
    rsa: signingKey('rsa', 'RS256', generateKeyPairSync('rsa', rsa)),
    ec: signingKey('ec', 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    ed: signingKey('ed', 'EdDSA', generateKeyPairSync('ed25519')),
    other: signingKey('other', 'RS256', generateKeyPairSync('rsa', rsa)),
  };
}

export type SigningKeys = ReturnType<typeof newSigningKeys>;

/** A token, good or bad, before it is signed. */
export interface TokenPlan {
  readonly key: keyof SigningKeys;
  /** Of the header; left out for the key's own. */
  readonly algorithm?: string | undefined;
  /** Of the header: the key's own name, none, or this text. */
  readonly kid: 'own' | 'none' | (string & {});
  readonly header?: Readonly<Record<string, unknown>>;
  readonly damage?:
    | 'payload'
    | 'signature'
    | 'cut'
    | 'extra part'
    | 'padding'
    | 'blank'
    | 'garbage'
    | 'empty'
    | 'flat'
    | 'listed'
    | 'open kid'
    | undefined;
}

/** @param payload JSON text, or text that is no JSON */
export function signToken(keys: SigningKeys, plan: TokenPlan, payload: string): string {
  const key = keys[plan.key];
  const algorithm = plan.algorithm ?? key.algorithm;
  const kid = plan.kid === 'none' ? {} : { kid: plan.kid === 'own' ? key.name : plan.kid };
  const encoded = (text: string): string => Buffer.from(text).toString('base64url');
  const header = encoded(JSON.stringify({ alg: algorithm, ...kid, ...plan.header }));
  const signed = `${header}.${encoded(payload)}`;
  const signature = signatureOf(key, algorithm, Buffer.from(signed)).toString('base64url');
  switch (plan.damage) {
    case 'payload':
      return `${header}.${encoded(`${payload} `)}.${signature}`;
    case 'signature':
      return `${signed}.${signature.slice(0, -3)}AAA`;
    case 'cut':
      return signed;
    case 'extra part':
      return `${signed}.${signature}.x`;
    case 'padding':
      return `${signed}.${signature}=`;
    case 'blank':
      return ` ${signed}.${signature}\n`;
    case 'flat':
      return JSON.stringify({ payload: encoded(payload), protected: header, signature });
    case 'listed':
      return JSON.stringify({ payload: encoded(payload), signatures: [{ protected: header, signature }] });
    case 'open kid':
      return JSON.stringify({ payload: encoded(payload), protected: header, header: { kid: key.name }, signature });
    case 'garbage':
      return 'a.b.c';
    case 'empty':
      return '';
    case undefined:
      return `${signed}.${signature}`;
  }
}

/** A signature of a fitting algorithm of the key, whatever the header says, where the header's does not fit. */
function signatureOf({ privateKey, algorithm: own }: SigningKey, algorithm: string, data: Buffer): Buffer {
  if (algorithm === 'none') return Buffer.alloc(0);
  if (algorithm.startsWith('HS')) return createHmac('sha256', 'secret').update(data).digest();
  const bits = /\d+$/.exec(algorithm)?.[0];
  if (own === 'EdDSA') return sign(null, data, privateKey);
  if (own === 'ES256') return sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  if (algorithm.startsWith('PS'))
    return sign(`sha${bits ?? '256'}`, data, {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  return sign(`sha${bits ?? '256'}`, data, privateKey);
}
