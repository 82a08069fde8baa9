import { isObject } from '../../validation/object.ts';
import type { Answer, LabRequest } from '../router.ts';

/** An error as Nomad's HTTP layer writes it: the bare text. */
export class NomadError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** Where a request makes the real server panic: its connection is closed without an answer, and the server goes on. */
export class HangUp extends Error {}

export function notFound(text: string): NomadError {
  return new NomadError(404, text);
}

export function badRequest(text: string): NomadError {
  return new NomadError(400, text);
}

export function errorAnswer({ status, message }: NomadError): Answer {
  return message === ''
    ? { status }
    : { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: message };
}

/** `read` answers carry the whole of Nomad's query headers, writes only the index, and some endpoints none at all. */
export function json(
  request: LabRequest,
  value: unknown,
  index?: { readonly read?: number; readonly written?: number; readonly next?: string },
): Answer {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (index?.read !== undefined) {
    Object.assign(headers, {
      'X-Nomad-Index': String(index.read),
      'X-Nomad-KnownLeader': 'true',
      'X-Nomad-LastContact': '0',
    });
  }
  if (index?.written !== undefined) headers['X-Nomad-Index'] = String(index.written);
  if (index?.next !== undefined) headers['X-Nomad-NextToken'] = index.next;
  return {
    status: 200,
    headers,
    body: request.query.has('pretty') ? JSON.stringify(value, null, 4) : JSON.stringify(value),
  };
}

/** What every write of a job answers. */
export function written(request: LabRequest, index: number, evaluation: string, more: object): Answer {
  const body = {
    EvalCreateIndex: index,
    EvalID: evaluation,
    Index: index,
    JobModifyIndex: index,
    KnownLeader: false,
    LastContact: 0,
    NextToken: '',
    ...more,
  };
  return json(request, body, { written: index });
}

/** The request's JSON object; Go's text for anything else. */
export function bodyOf(request: LabRequest): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) throw badRequest('EOF');
  try {
    const parsed: unknown = JSON.parse(request.body.toString('utf8'));
    if (isObject(parsed)) return parsed;
  } catch {
    throw badRequest('unexpected EOF');
  }
  throw badRequest('json: cannot unmarshal into Go value');
}
