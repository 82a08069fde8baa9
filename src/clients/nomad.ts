import type { Api } from './api.ts';
import { checkAnswer } from './answer.ts';
import { apiOver, asking, isIdempotent, type Dialect } from './calls.ts';
import { openChannel, type ClientOptions } from './channel.ts';
import { encodePath, encodeQuery } from './path.ts';
import type { ServerSettings } from './settings.ts';
import type { Answer } from './transport.ts';

const pageSize = '1000';

/** Nomad's HTTP API. `list` reads all pages and gives them as one array. */
export function createNomadApi(settings: ServerSettings, options: ClientOptions = {}): Api {
  const transport = openChannel('nomad', settings, 'X-Nomad-Token', options, isLeaderless);
  const dialect: Dialect = {
    product: 'nomad',
    address: settings.address,
    send(method, path, call, body) {
      const query = { region: settings.region, namespace: call.namespace ?? settings.namespace, ...call.query };
      return transport({
        method,
        path: encodePath(path) + encodeQuery(query),
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
        signal: options.signal,
        idempotent: isIdempotent(method, call),
        patient: call.patient,
      });
    },
    hint: (answer) => hintFor(answer, settings.token !== undefined),
  };
  const ask = asking(dialect);
  return {
    ...apiOver(dialect, ask),
    async list(path, schema, call = {}) {
      const pages: unknown[] = [];
      const seen = new Set<string>();
      for (let next = ''; ;) {
        const query = { per_page: pageSize, ...call.query, ...(next === '' ? {} : { next_token: next }) };
        const { request, found, body, answer } = await ask('GET', path, { ...call, query });
        if (!found) return undefined;
        pages.push(body);
        next = answer.headers['x-nomad-nexttoken'] ?? '';
        // A token that comes again would never end.
        if (next === '' || seen.has(next))
          return checkAnswer(request, pages.length === 1 ? body : pages.flat(), schema);
        seen.add(next);
      }
    },
  };
}

function isLeaderless({ status, body }: Answer): boolean {
  return status === 500 && /No cluster leader/i.test(body);
}

function hintFor({ status, body }: Answer, hasToken: boolean): string | undefined {
  if (status === 403 && body.includes('ACL token not found'))
    return 'Nomad does not know the token in NOMAD_TOKEN: wrong, expired or deleted';
  return status === 403 && !hasToken ? 'no token was given: set NOMAD_TOKEN' : undefined;
}
