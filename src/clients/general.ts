import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import type { AxiosRequestConfig, AxiosStatic } from 'axios';
import { Fault } from './http1/fault.ts';
import { plainHeaders } from './plain-headers.ts';
import { commonHeaders, type Send, type Way } from './exchange.ts';

/** The headers that carry credentials in these products. */
const sensitive = [
  'X-Vault-Token',
  'X-Consul-Token',
  'X-Nomad-Token',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
];

/** Requests of every kind by axios: through proxies, along redirects, with a body. */
export function generalRequests(way: Way & { readonly redirects: number; readonly local: boolean }): Send {
  const { origin, prefix, socketPath, tls, secretHeaders, timeout, maxBytes, redirects, local } = way;
  // node-vault loads it in this form too: one file, and not sixty more.
  const axios = createRequire(import.meta.url)('axios') as AxiosStatic;
  const keepAlive = { keepAlive: true, maxSockets: 32 };
  const client = axios.create({
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(local ? { proxy: false } : {}),
    httpAgent: new http.Agent(keepAlive),
    httpsAgent: new https.Agent({ ...keepAlive, ...tls }),
    maxRedirects: redirects,
    maxContentLength: maxBytes,
    maxBodyLength: maxBytes,
    sensitiveHeaders: sensitive,
    redact: sensitive.flatMap((name) => [name, name.toLowerCase()]),
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    validateStatus: () => true,
  });

  return async ({ method, path, headers = {}, body, signal }) => {
    const limit = AbortSignal.timeout(timeout);
    const config: AxiosRequestConfig<string | Buffer> = {
      method,
      url: origin + prefix + path,
      headers: { ...commonHeaders, ...headers, ...secretHeaders },
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      ...(body === undefined ? {} : { data: body }),
    };
    try {
      const answer = await client.request<string>(config);
      return { status: answer.status, headers: plainHeaders(answer.headers), body: answer.data };
    } catch (thrown) {
      throw limit.aborted ? new Fault('timeout') : thrown;
    }
  };
}
