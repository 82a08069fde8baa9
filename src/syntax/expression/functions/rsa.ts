import { constants, createPrivateKey, privateDecrypt, type KeyObject } from 'node:crypto';
import { goQuote } from '../../go-string.ts';
import { Unsuitable } from '../convert.ts';

/** What a text in base64 says that was encrypted for a key in PKCS #1. Throws {@link Unsuitable}. */
export function rsaDecrypt(ciphertext: string, pem: string): string {
  const bare = ciphertext.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare))
    throw new Unsuitable(`failed to decode input ${goQuote(ciphertext)}: cipher text must be base64-encoded`);
  const block = /-----BEGIN ([^\n-]*)-----\r?\n([\s\S]*?)-----END \1-----/.exec(pem)?.[2];
  if (block === undefined) throw new Unsuitable('failed to parse key: no key found');
  if (/^Proc-Type: *4,ENCRYPTED/m.test(block))
    throw new Unsuitable(
      'failed to parse key: password protected keys are not supported. Please decrypt the key prior to use',
    );
  const body = block.replace(/^[\w-]+:.*$/gm, '');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    throw new Unsuitable('x509: failed to parse private key');
  }
  return unpadded(key, Buffer.from(bare, 'base64'));
}

/** Some builds of Node.js refuse to take this padding off, so it is done here. */
function unpadded(key: KeyObject, ciphertext: Buffer): string {
  let block: Buffer;
  try {
    block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, ciphertext);
  } catch {
    throw new Unsuitable('crypto/rsa: decryption error');
  }
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Unsuitable('crypto/rsa: decryption error');
  return block.subarray(end + 1).toString('utf8');
}
