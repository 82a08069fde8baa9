import { isNull, string, unknown, unknownReason } from '../value.ts';
import { ArgumentProblem, define, text, type HclFunction } from './function.ts';
import { rsaDecrypt } from './rsa.ts';
import { fromYaml } from './yaml-decode.ts';
import { toYaml } from './yaml-encode.ts';

export const dataFunctions: Readonly<Record<string, HclFunction>> = {
  // What was encrypted stays secret.
  rsadecrypt: define('ciphertext string, privatekey string', (ciphertext, key) => ({
    ...string(rsaDecrypt(text(ciphertext), text(key))),
    secret: true,
  })),
  yamldecode: define('src string', (source) => fromYaml(text(source))),
  yamlencode: define('value any?', (value) => {
    if (value === undefined) throw new ArgumentProblem(0, 'nothing is given');
    const reason = isNull(value) ? undefined : unknownReason(value);
    if (reason !== undefined) return unknown(reason, 'string');
    return string(toYaml(value));
  }),
};
