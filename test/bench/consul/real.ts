import { Agent, request } from 'node:http';
import type { PredictedToken } from '../../../src/simulate/consul.ts';
import { ask, type Server } from '../../servers/index.ts';
import { authMethod, bindingRules, policies, roles } from './configuration.ts';

/** Gives a Consul what the benches are about. */
export async function setUp({ address, token }: Server, jwksUrl: string): Promise<void> {
  const put = (path: string, body: unknown): Promise<unknown> =>
    ask(`${address}/v1/acl/${path}`, { 'X-Consul-Token': token }, 'PUT', body);
  for (const policy of policies) await put('policy', policy);
  for (const role of roles) await put('role', role);
  await put('auth-method', authMethod(jwksUrl));
  for (const rule of bindingRules) await put('binding-rule', rule);
}

/** Logs in with every token, so many at a time; gives what {@link comparable} gives of the tokens that Consul makes. */
export async function logIn(server: Server, tokens: readonly string[], concurrency: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const url = `${server.address}/v1/acl/login`;
  const answers: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < tokens.length; at = next++)
      answers[at] = await post(url, agent, JSON.stringify({ AuthMethod: 'nomad-workloads', BearerToken: tokens[at] }));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return answers.map((text) => comparable(madeBy(text)));
}

function post(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${String(answer.statusCode)} ${text}`));
      });
    });
    asked.once('error', reject).end(body);
  });
}

type Links = Pick<PredictedToken, 'policies' | 'roles' | 'serviceIdentities' | 'templatedPolicies'>;

interface Made {
  readonly Policies?: readonly { readonly Name: string }[];
  readonly Roles?: readonly { readonly Name: string }[];
  readonly ServiceIdentities?: Links['serviceIdentities'];
  readonly TemplatedPolicies?: Links['templatedPolicies'];
}

function madeBy(text: string): Links {
  const { Policies = [], Roles = [], ServiceIdentities = [], TemplatedPolicies = [] } = JSON.parse(text) as Made;
  return {
    policies: Policies.map(({ Name }) => Name),
    roles: Roles.map(({ Name }) => Name),
    serviceIdentities: ServiceIdentities,
    templatedPolicies: TemplatedPolicies,
  };
}

/** What a token is linked with, in an order of its own. */
export function comparable(token: Links | null): string {
  if (token === null) return 'no token';
  const { policies: linked, roles: held, serviceIdentities, templatedPolicies } = token;
  return JSON.stringify([
    linked.toSorted(),
    held.toSorted(),
    serviceIdentities.map(({ ServiceName }) => ServiceName).toSorted(),
    templatedPolicies.map(({ TemplateName, TemplateVariables }) => [TemplateName, TemplateVariables?.name]),
  ]);
}
