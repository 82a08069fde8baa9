import type { Clients } from '../clients/api.ts';
import { remembering } from '../clients/remembering.ts';
import { readLive, type LiveObjects } from '../collect/live.ts';
import { kinds } from '../kinds/index.ts';
import { addressOf, type Reach } from '../kinds/kind.ts';
import type { Existing } from '../spec/resource.ts';
import { readHanging, spareBystanders } from './bystanders.ts';
import { refuseClaimedElsewhere } from './claimed-elsewhere.ts';
import type { Intent } from './intent.ts';
import { makePlan, type PlanOptions } from './make-plan.ts';
import type { WorkPlan } from './planned-step.ts';
import { emptyManifest, type Manifest } from './manifest/manifest.ts';
import { readdress } from './readdress.ts';
import type { ManifestStore, Stored } from './manifest/store.ts';

export interface Question {
  readonly spec: string;
  readonly intents: readonly Intent[];
  readonly existing: readonly Existing[];
  readonly options: PlanOptions;
  readonly warnings: readonly string[];
}

/** What was found and what follows from it. */
export interface Survey {
  readonly plan: WorkPlan;
  readonly stored: Stored | undefined;
  readonly manifest: Manifest;
  /** For the writes: clients that really ask, and the accessors that are known so far. */
  readonly reach: Reach;
}

/** Reads the manifest and all live objects that the question concerns, each once, and plans. Writes nothing. */
export async function survey(
  question: Question,
  clients: Clients,
  store: ManifestStore,
  secret: Reach['secret'],
): Promise<Survey> {
  const { spec, intents, existing, options } = question;
  const reading: Reach = { clients: remembering(clients), accessors: new Map(), secret };
  const stored = await store.read();
  const kept = stored?.manifest ?? emptyManifest(spec);

  const wanted = new Set(intents.map(({ address }) => address));
  const left = kept.entries.filter(({ address }) => !wanted.has(address));
  const elsewhere = existing.map(({ kind, name }) => ({ kind, identity: { name } }));
  const live = await readLive(reading, [...intents, ...left, ...elsewhere]);

  const manifest = readdress(kept, intents, live);
  const warnings = [...question.warnings, ...absent(existing, live)];
  const made = makePlan({ spec, intents, manifest, live, options, warnings });
  const plan = await refuseClaimedElsewhere(made, store);
  return {
    plan: spareBystanders(plan, await readHanging(reading, plan)),
    stored,
    manifest,
    reach: { clients, accessors: new Map(live.accessors), secret },
  };
}

/** What the spec counts on and does not manage should be there. */
function absent(existing: readonly Existing[], { byKind }: LiveObjects): readonly string[] {
  return existing.flatMap(({ kind, name }) => {
    const there =
      byKind.get(kind)?.some(({ identity }) => addressOf(kind, identity) === addressOf(kind, { name })) === true;
    return there ? [] : [`the spec counts on the existing ${kinds[kind].title} ${name}, which does not exist`];
  });
}
