import { issuerNamed, type Context } from '../context.ts';
import { addressOfDraft, type Draft } from '../draft.ts';
import type { Existing } from '../resource.ts';
import type { PresetEntry } from '../sections/presets.ts';
import type { Spot } from '../spot.ts';
import { nomadConsul } from './nomad-consul.ts';
import { nomadVault } from './nomad-vault.ts';

export interface WrittenPreset {
  readonly preset: PresetEntry;
  readonly spot: Spot;
}

/**
 * What the presets ask for. The Enterprise namespace in which one puts things is made by it only if nothing else in the
 * spec makes it and it is not said to exist.
 */
export function expandPresets(
  context: Context,
  presets: readonly WrittenPreset[],
  written: readonly Draft[],
  existing: readonly Existing[],
): readonly Draft[] {
  const namespaces = new Set(written.filter(isNamespace).map(addressOfDraft));
  return presets.flatMap(({ preset, spot }) => {
    const issuer = issuerNamed(context, preset.issuer, spot.field('issuer'));
    if (issuer === undefined) return [];
    const made =
      preset.preset === 'nomad-consul' ? nomadConsul(preset, issuer, spot) : nomadVault(preset, issuer, spot);
    return made.filter((draft) => {
      if (!isNamespace(draft)) return true;
      const known =
        namespaces.has(addressOfDraft(draft)) ||
        existing.some(({ kind, name }) => kind === draft.kind && name === preset.namespace);
      namespaces.add(addressOfDraft(draft));
      return !known;
    });
  });
}

function isNamespace({ kind }: Draft): boolean {
  return kind === 'consul/namespace' || kind === 'vault/namespace';
}
