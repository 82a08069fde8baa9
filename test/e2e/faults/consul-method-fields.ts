import { config, method } from './consul-faults.ts';
import { edited, type Body, type Fault } from './fault.ts';
import { ownKeys, strangersKey } from './key-texts.ts';

const ofMethod =
  (change: Body): Fault['inject'] =>
  ({ consul }) =>
    edited(consul, method, (before) => ({ ...before, ...change }));
/** Takes the method away with its rules, and makes it anew in another way. */
const anew =
  (change: (before: Body) => Body, withRules: boolean): Fault['inject'] =>
  async ({ consul }) => {
    const before = (await consul.get(method)) as Body;
    const rules = (await consul.get('acl/binding-rules?authmethod=nomad-workloads')) as Body[];
    const make = async (body: Body, also: boolean): Promise<void> => {
      await consul.delete(method);
      await consul.put('acl/auth-method', body);
      if (also) for (const { ID: _, ...one } of rules) await consul.put('acl/binding-rule', one);
    };
    await make(change(before), withRules);
    return () => make(before, true);
  };

/** Field after field of the auth method. */
export const consulMethodFields: readonly Fault[] = [
  {
    name: 'the auth method is made anew and its rules are forgotten',
    rule: 'consul/no-rule-matches',
    inject: anew((before) => before, false),
  },
  {
    name: 'the auth method is made anew with another type',
    rule: 'consul/auth-method-missing',
    inject: anew(
      (before) => ({
        Name: before['Name'] ?? '',
        Type: 'aws-iam',
        Config: { BoundIAMPrincipalARNs: ['arn:aws:iam::123456789012:role/web'] },
      }),
      false,
    ),
  },
  {
    name: 'the auth method is made anew under another name',
    rule: 'consul/auth-method-missing',
    inject: async (bench) => {
      const { consul } = bench;
      const before = (await consul.get(method)) as Body;
      const held = (await consul.get('acl/binding-rules?authmethod=nomad-workloads')) as Body[];
      await consul.delete(method);
      await consul.put('acl/auth-method', { ...before, Name: 'nomad-workload' });
      for (const { ID: _, ...one } of held)
        await consul.put('acl/binding-rule', { ...one, AuthMethod: 'nomad-workload' });
      return async () => {
        await consul.delete('acl/auth-method/nomad-workload');
        await consul.put('acl/auth-method', before);
        for (const { ID: _, ...one } of held) await consul.put('acl/binding-rule', one);
      };
    },
  },
  {
    name: 'the auth method has its keys written down',
    rule: 'keys/static-keys',
    inject: async (bench) => {
      const pems = await ownKeys(bench);
      return config(({ JWKSURL: _, ...before }) => ({ ...before, JWTValidationPubKeys: [...pems] }))(bench);
    },
  },
  {
    name: 'the auth method has the key of a stranger written down',
    rule: 'keys/static-keys',
    inject: async (bench) => {
      const pem = await strangersKey();
      return config(({ JWKSURL: _, ...before }) => ({ ...before, JWTValidationPubKeys: [pem] }))(bench);
    },
  },
  {
    name: 'the auth method has a leeway of one nanosecond',
    rule: 'consul/leeway-units',
    inject: config((before) => ({ ...before, ClockSkewLeeway: 60 })),
  },
  {
    name: 'the auth method has an expiration leeway of nothing, which no JWT of Nomad needs',
    rule: undefined,
    inject: config((before) => ({ ...before, ExpirationLeeway: 150 })),
  },
  {
    name: 'the auth method gives no leeway',
    rule: undefined,
    inject: config((before) => ({
      ...before,
      ClockSkewLeeway: -1000000000,
      ExpirationLeeway: -1000000000,
      NotBeforeLeeway: -1000000000,
    })),
  },
  {
    name: 'the auth method gives tokens for a year',
    rule: 'consul/max-token-ttl',
    inject: ofMethod({ MaxTokenTTL: '8760h0m0s' }),
  },
  { name: 'the auth method gives global tokens', rule: undefined, inject: ofMethod({ TokenLocality: 'global' }) },
  { name: 'the auth method has a name to show', rule: undefined, inject: ofMethod({ DisplayName: 'Nomad' }) },
  {
    name: 'the auth method takes a second audience',
    rule: undefined,
    inject: config((before) => ({ ...before, BoundAudiences: ['consul.io', 'https://consul.example.com'] })),
  },
  {
    name: 'the auth method wants an audience that is an address',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['https://consul.io'] })),
  },
  {
    name: 'the auth method wants an audience with a space',
    rule: 'consul/audience-mismatch',
    inject: config((before) => ({ ...before, BoundAudiences: ['consul.io '] })),
  },
  {
    name: "the auth method is bound to the address of the keys' server as issuer",
    rule: 'keys/issuer-mismatch',
    inject: async (bench) => config((before) => ({ ...before, BoundIssuer: bench.cluster.nomad.address }))(bench),
  },
  {
    name: 'the auth method maps a claim as a list that is none',
    rule: undefined,
    inject: config((before) => ({ ...before, ListClaimMappings: { groups: 'groups' } })),
  },
  {
    name: 'the auth method maps a group that Nomad never writes, beside the others',
    rule: undefined,
    inject: config((before) => ({
      ...before,
      ClaimMappings: { ...(before['ClaimMappings'] as object), nomad_group: 'nomad_group' },
    })),
  },
  {
    name: 'the auth method maps no claims',
    rule: 'consul/claim-not-mapped',
    inject: config((before) => ({ ...before, ClaimMappings: {} })),
  },
  {
    name: 'the auth method maps no job ids, which no rule uses',
    rule: undefined,
    inject: config((before) => {
      const { nomad_job_id: _, ...others } = before['ClaimMappings'] as Body;
      return { ...before, ClaimMappings: others };
    }),
  },
  {
    name: 'the auth method maps services and jobs crosswise',
    rule: 'consul/claims-crossed',
    inject: config((before) => ({
      ...before,
      ClaimMappings: {
        ...(before['ClaimMappings'] as object),
        nomad_service: 'nomad_job_id',
        nomad_job_id: 'nomad_service',
      },
    })),
  },
  {
    name: 'the auth method maps the job to the namespace',
    rule: 'consul/claims-crossed',
    inject: config((before) => ({
      ...before,
      ClaimMappings: { nomad_service: 'nomad_service', nomad_job_id: 'nomad_namespace' },
    })),
  },
];
