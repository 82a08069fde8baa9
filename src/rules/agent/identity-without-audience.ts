import type { Agent } from '../../model/agent.ts';
import type { TextEdit } from '../../model/finding.ts';
import type { AgentIdentity } from '../about.ts';
import { about } from '../about.ts';
import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { insideEdits, replacingEdits, valueEdits } from '../edit.ts';
import type { Look } from '../look.ts';
import { identities, lacksAudience } from './missing-identity.ts';
import { audienceFor } from './usual-audience.ts';

export default defineRule({
  id: 'agent/identity-without-audience',
  title: 'an identity that servers give has no audience',
  cases: ['JS-05', 'CL-01'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'An identity without `aud` has no audience, so a method or role that is bound to one refuses it, and a job to whose services and tasks it would be added is rejected when it is registered. Keys that Nomad does not know, such as `enabled`, are no substitute: they are ignored without a word.',
  fix: 'Write the audience that the auth method or role is bound to into the block: `aud = ["consul.io"]` for Consul, `aud = ["vault.io"]` for Vault.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul#service_identity'],
  examples: {
    bad: serverFile({
      serviceIdentity: `
service_identity {
  enabled = true
}`,
    }),
    good: serverFile(),
  },

  *check(look) {
    const all = (Object.keys(identities) as AgentIdentity[]).flatMap((which) =>
      look.servers.filter((server) => lacksAudience(look, server, which)).map((server) => ({ which, server })),
    );
    // Consul and Vault are two things to mend; the identities and servers of each are one.
    for (const product of ['consul', 'vault'] as const) {
      const lacking = all.filter(({ which }) => identities[which].block === product);
      const [first] = lacking;
      if (first === undefined) continue;
      const kinds = [...new Set(lacking.map(({ which }) => which))];
      const names = kinds.map((which) => identities[which].name).join(' and ');
      const servers = [...new Set(lacking.map(({ server }) => server.name))];
      const keys = [...new Set(lacking.flatMap(({ which, server }) => unknownKeys(server, which)))];
      const { path, member } = identities[first.which];
      const edits = lacking.flatMap(({ which, server }) => editsFor(look, server, which));
      const [address = '', ...others] = kinds.map((one) => about.agentIdentity(one));
      yield {
        message: `${names} in the ${product} block of ${servers.length === 1 ? 'server' : 'servers'} ${servers.join(', ')} ${kinds.length === 1 ? 'has' : 'have'} no aud${keys.length === 0 ? '' : `; ${keys.join(', ')} ${keys.length === 1 ? 'is no key' : 'are no keys'} of ${kinds.length === 1 ? 'it' : 'them'} and ${keys.length === 1 ? 'is' : 'are'} ignored`}`,
        about: address,
        alsoAbout: others,
        subject: { agent: first.server.name },
        origin: first.server.origin,
        path: `${path}/${member}`,
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});

function unknownKeys({ notes = [] }: Agent, which: AgentIdentity): readonly string[] {
  const { path, member } = identities[which];
  return notes
    .filter((note) => note.kind === 'unknown-key' && note.path.startsWith(`${path}/${member}/`))
    .map((note) => note.path.slice(note.path.lastIndexOf('/') + 1));
}

/** `enabled`, which is no key, makes room for what was meant. */
function editsFor(look: Look, { origin, notes = [] }: Agent, which: AgentIdentity): readonly TextEdit[] {
  const { path, member } = identities[which];
  const at = `${path}/${member}`;
  const audience = `["${audienceFor(look, which)}"]`;
  if (origin.from === 'file' && Object.hasOwn(origin.places, `${at}/Audience`))
    return valueEdits(look, origin, `${at}/Audience`, audience);
  return notes.some((note) => note.path === `${at}/enabled`)
    ? replacingEdits(look, origin, `${at}/enabled`, `aud = ${audience}`)
    : insideEdits(look, origin, at, [`aud = ${audience}`]);
}
