import { expect, test } from 'vitest';
import { authMethodError } from '../../../src/validation/consul/auth-method.ts';

const invalidKeys = (keys: string): string =>
  `Invalid Auth Method: error decoding config: decoding failed due to the following error(s):\n\n'' has invalid keys: ${keys}`;

// Each as Consul 1.22.2 answered.
test.each([
  [
    'kubernetes',
    { JWTValidationPubKeys: ['x'], BoundAudiences: ['a'] },
    invalidKeys('BoundAudiences, JWTValidationPubKeys'),
  ],
  ['aws-iam', { JWTValidationPubKeys: ['x'] }, invalidKeys('JWTValidationPubKeys')],
  ['kubernetes', {}, 'Invalid Auth Method: Config.Host is required'],
  ['aws-iam', {}, 'Invalid Auth Method: BoundIAMPrincipalARNs is required and must have at least 1 entry'],
])('a method of type %s with the config %j is refused', (Type, Config, text) => {
  expect(authMethodError({ Name: 'm', Type, Config })).toMatchObject({ status: 500, text });
});

test.each([
  ['kubernetes', { host: 'https://kubernetes.example', CACert: 'x', ServiceAccountJWT: 'x' }],
  ['aws-iam', { BoundIAMPrincipalARNs: ['arn:aws:iam::1:role/x'] }],
])('what is not known of a method of type %s is not judged', (Type, Config) => {
  expect(authMethodError({ Name: 'm', Type, Config })).toBeUndefined();
});
