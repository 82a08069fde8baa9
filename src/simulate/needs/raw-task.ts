import { child, children, has, nodeAt, text, type Node } from '../nomad-claims/members.ts';

/** What the needs look at in a job beyond what registration keeps of it. */
export interface RawTask {
  readonly templates: readonly RawTemplate[];
  /** The driver's configuration, as text. */
  readonly configuration: string;
  readonly environment: string;
}

export interface RawTemplate {
  readonly text: string;
  readonly left: string;
  readonly right: string;
  /** A file on the client, whose text is not in the job. */
  readonly source: string;
}

export interface RawGroup {
  readonly tasks: readonly RawTask[];
  readonly services: readonly RawService[];
}

export interface RawService {
  readonly upstreams: readonly string[];
}

/** Reads the groups of a job, alone or as the member `Job` of the body of `PUT /v1/jobs`. */
export function rawGroups(given: unknown): readonly RawGroup[] {
  const body = nodeAt(given, 'job');
  return children(child(body, 'Job') ?? body, 'TaskGroups').map((group) => ({
    tasks: children(group, 'Tasks').map(rawTask),
    services: children(group, 'Services').map(rawService),
  }));
}

function rawTask(node: Node): RawTask {
  const said = (name: string): string => (has(node, name) ? JSON.stringify(child(node, name)?.value) : '');
  return {
    templates: children(node, 'Templates').map((template) => ({
      text: text(template, 'EmbeddedTmpl'),
      left: text(template, 'LeftDelim'),
      right: text(template, 'RightDelim'),
      source: text(template, 'SourcePath'),
    })),
    configuration: said('Config'),
    environment: said('Env'),
  };
}

function rawService(node: Node): RawService {
  const connect = child(node, 'Connect');
  const sidecar = connect && child(connect, 'SidecarService');
  const proxy = sidecar && child(sidecar, 'Proxy');
  const upstreams = proxy === undefined ? [] : children(proxy, 'Upstreams');
  return { upstreams: upstreams.map((upstream) => text(upstream, 'DestinationName')).filter((name) => name !== '') };
}
