/** Origin of the runs, at the end of their report: everything that is needed to repeat them. */
import { escapeHtml } from './escape.js';

/** A run that the experiment has and that has no result. */
export interface MissingRun {
  readonly run: string;
  /** Swept values and the seed, in words. */
  readonly setting: string;
  readonly reason: string;
}

export interface Provenance {
  /** The experiment file's text. */
  readonly source: string;
  /** The command that repeats the runs. */
  readonly command: string;
  /** The program's version. */
  readonly version: string;
  /** Names and values that describe the machine, shown as they are. */
  readonly environment?: readonly (readonly [name: string, value: string])[];
  readonly missing?: readonly MissingRun[];
  /** Sentences about models that were asked elsewhere: how, and how exactly. */
  readonly remarks?: readonly string[];
}

export function originHtml({
  source,
  command,
  version,
  environment = [],
  missing = [],
  remarks = [],
}: Provenance): string {
  return `${remarksHtml(remarks)}${missing.length === 0 ? '' : missingHtml(missing)}
<section aria-labelledby="reproduce">
<h2 id="reproduce">How to reproduce</h2>
<p>Version ${escapeHtml(version)} of the program, with this command:</p>
<pre tabindex="0" role="region" aria-label="Command">${escapeHtml(command)}</pre>
<p>The experiment file:</p>
<pre tabindex="0" role="region" aria-label="Experiment file">${escapeHtml(source)}</pre>
${environmentHtml(environment)}
<p>The numbers are in <code>runs.arrow</code> (a row per run) and <code>curves.arrow</code> (a row per measured step) beside this page. The theorems are those of
Kalai, Nachum, Vempala and Zhang, “Why Language Models Hallucinate” (arXiv 2509.04664, 2025).</p>
</section>`;
}

export function environmentHtml(environment: readonly (readonly [name: string, value: string])[]): string {
  if (environment.length === 0) return '';
  return `<p>The environment in which this page was written:</p>
<dl>
${environment.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('\n')}
</dl>`;
}

function missingHtml(missing: readonly MissingRun[]): string {
  return `<section aria-labelledby="missing">
<h2 id="missing">Runs that are missing</h2>
<p>${missing.length === 1 ? 'One run has' : `${missing.length} runs have`} no result. Means and intervals are over the others.</p>
<ul>
${missing.map(({ run, setting, reason }) => `<li><code>${escapeHtml(run)}</code> ${escapeHtml(setting)}: ${escapeHtml(reason)}</li>`).join('\n')}
</ul>
</section>`;
}

function remarksHtml(remarks: readonly string[]): string {
  if (remarks.length === 0) return '';
  return `<section aria-labelledby="asked">
<h2 id="asked">How the models were asked</h2>
${remarks.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
</section>
`;
}
