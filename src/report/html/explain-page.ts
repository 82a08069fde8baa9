import type { Chain, Explanation } from '../../simulate/explain/explanation.ts';
import { stateOf, type ChainState } from './chain-item.ts';
import { needsOf } from './chain-needs.ts';
import { chainsSection } from './chains-section.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { page } from './page.ts';
import { mark } from './state-mark.ts';

/** An explanation as one page that needs nothing else: for each workload the picture of its chain, and every detail. */
export function explainHtml(explanation: Explanation): string {
  const { job, registration, chains, problems, assumed } = explanation;
  return page({
    title: `${job.id}: what it may do at Consul and Vault`,
    command: 'explain',
    head: [
      markup`<h1>Job ${job.id}</h1><p class="under">in namespace ${job.namespace}</p>`,
      verdict(explanation),
      chains.length > 0 && counts(chains),
    ],
    main: [
      (!registration.accepted || registration.warnings.length > 0) && registrationSection(registration),
      chainsSection(chains.map((chain, index) => ({ chain, id: `chain-${String(index + 1)}` }))),
      problems.length > 0 && problemsSection(problems),
      assumed.length > 0 && section('assumed', 'Taken for given', assumed),
    ],
  });
}

function verdict({ registration, chains }: Explanation): Markup {
  const [state, words] = verdictOf(registration.accepted, chains);
  return markup`<p class="verdict ${state}">${mark(state)}<span>${words}</span></p>`;
}

function verdictOf(accepted: boolean, chains: readonly Chain[]): readonly [ChainState, string] {
  if (!accepted) return ['broken', 'Nomad refuses this job'];
  if (chains.length === 0) return ['ok', 'Nothing here logs in at Consul or Vault'];
  const states = chains.map(stateOf);
  const broken = states.filter((state) => state === 'broken').length;
  const unknown = states.filter((state) => state === 'unknown').length;
  const of = `${String(chains.length)} ${chains.length === 1 ? 'chain' : 'chains'}`;
  if (broken > 0) return ['broken', `${String(broken)} of ${of} ${broken === 1 ? 'breaks' : 'break'}`];
  if (unknown > 0) return ['unknown', `Nothing breaks, but not everything is known about ${String(unknown)} of ${of}`];
  return ['ok', `Every workload gets what it asks for: ${of}, none breaks`];
}

function counts(chains: readonly Chain[]): Markup {
  const needs = chains.flatMap(needsOf);
  const states = chains.map(stateOf);
  const tile = (state: ChainState, label: string): Content => {
    const count = states.filter((one) => one === state).length;
    return count > 0 && markup`<div class="${state}"><dt>${label}</dt><dd>${count}</dd></div>`;
  };
  return markup`<dl class="counts">${tile('broken', 'Chains that break')}${tile('unknown', 'Not wholly known')}${tile('ok', 'Chains that hold')}${
    needs.length > 0 &&
    markup`<div><dt>Permissions allowed</dt><dd>${needs.filter(({ allow }) => allow === true).length} <small>of ${needs.length}</small></dd></div>`
  }</dl>`;
}

function registrationSection({ accepted, error, warnings }: Explanation['registration']): Markup {
  return markup`<section aria-labelledby="registration"><h2 id="registration">Registration</h2><div class="panel"><ul class="lines">${
    !accepted &&
    markup`<li class="broken"><span class="state broken">${mark('broken')}Nomad refuses this job</span><pre class="says">${error}</pre></li>`
  }${warnings.map((warning) => markup`<li><span class="state unknown">${mark('unknown')}Nomad warns</span><pre class="says">${warning}</pre></li>`)}</ul></div></section>`;
}

function problemsSection(problems: Explanation['problems']): Markup {
  return section(
    'problems',
    'Templates that fail, or could not be looked at',
    problems.map(({ group, task, template, message, conditional }) => {
      const path = [
        group,
        ...(task === null ? [] : [task]),
        ...(template === null ? [] : [`template ${String(template + 1)}`]),
      ];
      return markup`<strong>${path.join(' / ')}</strong>${conditional && ' (under a condition)'}<pre class="says">${message}</pre>`;
    }),
  );
}

function section(id: string, title: string, lines: readonly Content[]): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="panel"><ul class="lines">${lines.map((line) => markup`<li>${line}</li>`)}</ul></div></section>`;
}
