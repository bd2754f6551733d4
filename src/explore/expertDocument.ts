/** Expert mode as HTML: its words, controls and the places of its charts and tables. */
import { LAWS } from './laws.js';
import { INITIAL, SETTINGS, type SettingName } from './state.js';
import { TEST_TAKERS } from './takers.js';

/** @param version of the program */
export function expertHtml(version: string): string {
  return `<main id="expert" hidden>
<header>
<p class="kicker"><a href="#step=people">← The story</a> · hallucination-rate ${version}, expert mode</p>
<h1>Why must a language model err?</h1>
<p>A corpus states facts that follow from nothing else, such as birthdays: some often, some once, some never. Move a slider: test-takers answer questions about a new corpus, and their errors
stand beside the bounds of Kalai, Nachum, Vempala and Zhang (2025), <i>Why Language Models Hallucinate</i>. IDK is “I don’t know”.</p>
</header>
<noscript><p>This page computes in the browser and needs JavaScript.</p></noscript>
<div id="explorer">
<form id="controls" aria-labelledby="controls-title">
<h2 id="controls-title">The corpus</h2>
<fieldset aria-labelledby="controls-title">
${slider('examples', 'N, training examples')}
${slider('prompts', '|C|, prompts')}
${slider('responses', '|R|, possible responses')}
${slider('alpha', 'α, share of answered rows')}
<div class="control wide"><label for="law">μ, how often each prompt is asked</label><select id="law">${LAWS.map(({ kind, name }) => `<option value="${kind}">${name}</option>`).join('')}</select></div>
<div class="control wide" id="parameter-control"><label for="parameter"><span id="parameter-label"></span><span class="value" id="parameter-value" aria-hidden="true"></span></label><input type="range" id="parameter" min="0" max="1" step="1"></div>
<div class="control wide"><label for="seed">seed of the draw</label><div class="seed"><input type="number" id="seed" step="1" inputmode="numeric" value="${INITIAL.seed}"><button type="button" id="another">another</button><button type="button" id="reset">reset</button></div></div>
</fieldset>
<p class="note">The address of this page contains all settings. Share it, and others see the same numbers.</p>
</form>
<div id="results">
<p id="problem" role="alert"></p>
<p id="status" class="hidden" role="status" aria-live="polite"></p>
<section aria-labelledby="errors"><h2 id="errors">Facts that were shown once predict the error rate</h2>
<p id="summary"></p>
<dl id="figures"></dl>
<p class="note">A lower bound that is not above 0 says nothing, nor does an upper bound that is not below 1: they are called <i>vacuous</i>.</p>
<figure><div class="card" id="takers-chart"></div>
<figcaption><ul class="key"><li>${stroke('singletons')}sr, singletons / N</li><li>${stroke('missing')}MM, missing mass</li><li>${bar()}T1: Theorem 1, a certain lower bound on err + invalid</li><li>${stroke('second')}T2: Theorem 2 in its tighter form, a lower bound with probability 99 %</li><li>${stroke('reach')}T2 upper: an upper bound with probability 99 %</li></ul></figcaption></figure>
<div class="card scroll" id="takers-table" tabindex="0" role="region" aria-label="All numbers of all test-takers"></div>
<p class="note">err: exact probability of a plausible wrong answer, over fresh prompts and the model’s own draws. δ: how much the model is
over- or under-confident at the threshold 1/(|R| − 1). err<sub>iiv</sub>: how often it mistakes a valid answer for an error, or an error for a valid answer (Is-It-Valid).
Theorem 1: err ≥ 2 err<sub>iiv</sub> − 2/(|R| − 1) − δ. Theorem 2: err ≥ sr − 2/(|R| − 1) − (35 + 6 ln N)/√N − δ, and for the calibrated learner
err ≤ sr − sr/|R| + 13/√N. “Tighter” is the form that the same proof gives without one of its roundings (derived, not in the paper).</p>
<ul class="note">${TEST_TAKERS.map(({ name, manner }) => `<li><b>${name}</b>: ${manner}.</li>`).join('')}</ul>
<p class="note">Try α = 1 and fewer prompts until sr is 0: then almost every answer is known, and hardly any errors remain. Try |R| = 3: a guess is often right, so err falls below sr.
Try N = 100 000 and |C| = 200 000: there Theorem 2 as published is not vacuous. The guesser and the calibrated learner know the same facts; the guesser errs
more only because it never says IDK.</p>
</section>
<section aria-labelledby="heard"><h2 id="heard">Ask them</h2>
<p>Eight prompts drawn from μ. “Shown” is the number of times that training gave the answer. Facts shown once are known as well as facts shown often; errors come from facts that were never shown.</p>
<div class="card scroll" id="asked" tabindex="0" role="region" aria-label="Prompts and the answers of each test-taker"></div>
</section>
<section aria-labelledby="more"><h2 id="more">Would more data help?</h2>
<figure><div class="card" id="curve-chart"></div>
<figcaption><ul class="key"><li>${stroke('curve calibrated')}E[err] of the calibrated learner</li><li>${stroke('singletons')}E[sr]</li><li>${stroke('published')}T2 lower, as published (where not vacuous)</li><li>${stroke('second')}T2 lower, tighter</li><li>${stroke('reach')}T2 upper</li><li>${bar('silent')}both lower bounds vacuous</li></ul></figcaption></figure>
<p id="curve-words"></p>
<p class="note">Symbols on the line at N are the values of this draw. Each new answer settles its prompt for good, but under Zipf’s law there are always more rare prompts.</p>
</section>
<section aria-labelledby="grading"><h2 id="grading">Why do models keep guessing? Because of how they are graded</h2>
<p>A right answer earns 1 point, IDK earns 0, and an error costs λ points. At λ = 0 (accuracy, which most leaderboards use) a guess can only gain. A penalty λ requires confidence:
an answer pays only if it is right with probability above t = λ/(1 + λ).</p>
${slider('penalty', 'λ, points that an error costs')}
<p id="leader"></p>
<div class="card scroll" id="board" tabindex="0" role="region" aria-label="Leaderboard"></div>
<figure><div class="card" id="score-chart"></div>
<figcaption><ul class="key"><li><svg width="14" height="14" aria-hidden="true"><circle class="flip" cx="7" cy="7" r="4"/></svg>two change places</li>${TEST_TAKERS.map(({ id, name }) => `<li>${stroke(`curve ${id}`)}${name}</li>`).join('')}</ul></figcaption></figure>
<h3>Where the order flips</h3>
<div class="card scroll" id="flips" tabindex="0" role="region" aria-label="Penalties at which two test-takers change places"></div>
<p class="note">A guess is right with probability 1/|R|. So the guesser falls behind a model that abstains instead at λ = 1/(|R| − 1), that is, t = 1/|R|, for every corpus.</p>
</section>
<section aria-labelledby="again"><h2 id="again">The same on the command line</h2>
<p>Save this as <code>explored.yaml</code>; <code>npx hallucination-rate run explored.yaml</code> draws the same corpus and gives the same numbers. Add <code>{ kind: transformer }</code> to its list of models to train a transformer, too.</p>
<div class="copying"><button type="button" id="copy">Copy</button> <span id="copied" role="status"></span></div>
<pre id="experiment" tabindex="0"></pre>
<p class="note" id="time"></p>
</section>
</div>
</div>
</main>`;
}

/** A slider with its label. The value is hidden from screen readers, because the slider itself announces it. */
function slider(name: SettingName, label: string): string {
  const { stops } = SETTINGS[name];
  return `<div class="control"><label for="${name}"><span>${label}</span><span class="value" id="${name}-value" aria-hidden="true"></span></label><input type="range" id="${name}" min="0" max="${stops.length - 1}" step="1" value="${stops.indexOf(INITIAL[name])}"></div>`;
}

function stroke(className: string): string {
  return `<svg width="26" height="10" aria-hidden="true"><line class="${className}" x1="1" x2="25" y1="5" y2="5"/></svg>`;
}
function bar(className = 'bound'): string {
  return `<svg width="26" height="10" aria-hidden="true"><rect class="${className}" x="1" width="24" y="0" height="10"/></svg>`;
}
