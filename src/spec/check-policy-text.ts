import type { WidError } from '../support/errors.ts';
import { consulPolicyProblems } from '../validation/consul/policy.ts';
import { vaultPolicyProblems } from '../validation/vault/policy.ts';
import { mistake, type Context } from './context.ts';
import { addressOfDraft, type Draft } from './draft.ts';

/** Notes what is wrong with a policy's text, at its place in the spec or in the file that it was read from. */
export function checkPolicyText(context: Context, draft: Draft, field: 'rules' | 'policy'): void {
  const text = String(draft.body[field]);
  for (const problem of field === 'rules' ? consulProblems(text) : vaultProblems(text)) {
    const { start = 0, end = 0 } = problem.place ?? {};
    const place = draft.spot.text(field, start, end);
    mistake(context, `${addressOfDraft(draft)}: ${problem.message}`, place, problem.hint);
  }
}

function consulProblems(text: string): readonly WidError[] {
  return consulPolicyProblems({ name: '<rules>', text });
}

/** Which product the spec is for is not written in it, so a policy is good when one of the two takes it. */
function vaultProblems(text: string): readonly WidError[] {
  // The names of mounts stand where accessors will; they are as good as any other text to the grammar.
  const filled = text.replaceAll(/\$\{accessor\.[^}]+\}/g, (reference) => 'a'.repeat(reference.length));
  const source = { name: '<policy>', text: filled };
  const problems = vaultPolicyProblems(source);
  return problems.length > 0 && vaultPolicyProblems(source, 0, 'openbao').length === 0 ? [] : problems;
}
