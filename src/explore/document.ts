/** The explorable page as one HTML file: words, controls, style, word lists and script. It asks the network for nothing. */
import type { Lexicon } from '../corpus/lexicon.js';
import { STYLE } from '../report/page/pageStyle.js';
import { LAWS } from './laws.js';
import { INITIAL, SETTINGS, type SettingName } from './state.js';
import { EXPLORE_STYLE } from './style.js';
import { TEST_TAKERS } from './takers.js';

export interface PageParts {
  /** The bundled script. */
  readonly script: string;
  readonly lexicon: Lexicon;
  /** The program's version. */
  readonly version: string;
}

export function exploreDocument({ script, lexicon, version }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>Why must a language model err? – hallucination-rate</title>
<style>${STYLE}${EXPLORE_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">hallucination-rate ${version}</p>
<h1>Why must a language model err?</h1>
<p>A corpus states arbitrary facts, such as birthdays. Some it states often, some once, some never. No fact tells
another, so whoever is asked for one that was never stated must guess, or say “I don’t know” (IDK). Move a slider: a corpus is drawn anew here on this page,
test-takers answer it, and their errors are held against the bounds of Kalai, Nachum, Vempala and Zhang (2025), <i>Why Language Models Hallucinate</i>.</p>
</header>
<noscript><p>This page computes in the browser, and needs its script.</p></noscript>
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
<p class="note">The address of this page keeps all of it: share it, and others see the same numbers.</p>
</form>
<div id="results">
<p id="problem" role="alert"></p>
<p id="status" class="hidden" role="status" aria-live="polite"></p>
<section aria-labelledby="errors"><h2 id="errors">What was shown once tells how much must go wrong</h2>
<p id="summary"></p>
<dl id="figures"></dl>
<figure><div class="card" id="takers-chart"></div>
<figcaption><ul class="key"><li>${stroke('singletons')}sr, singletons / N</li><li>${stroke('missing')}MM, missing mass</li><li>${bar()}T1: Theorem 1, err + invalid is at least this, with certainty</li><li>${stroke('second')}T2, its tighter form, with 99 %</li><li>${stroke('reach')}T2 upper, up to here with 99 %</li></ul></figcaption></figure>
<div class="card scroll" id="takers-table" tabindex="0" role="region" aria-label="Every figure of every test-taker"></div>
<p class="note">err: probability of a plausible wrong answer, over fresh prompts and the model’s own draws, exactly summed. δ: by how much it is
over- or under-confident at the threshold 1/(|R| − 1). err<sub>iiv</sub>: how often it takes a valid answer for an error or the reverse (Is-It-Valid).
Theorem 1: err ≥ 2 err<sub>iiv</sub> − 2/(|R| − 1) − δ. Theorem 2: err ≥ sr − 2/(|R| − 1) − (35 + 6 ln N)/√N − δ, and for the calibrated learner
err ≤ sr − sr/|R| + 13/√N. A lower bound that is not above 0 says nothing: it is <i>vacuous</i>. “Tighter” is the same proof with one rounding left out (derived, not in the paper).</p>
<ul class="note">${TEST_TAKERS.map(({ name, manner }) => `<li><b>${name}</b>: ${manner}.</li>`).join('')}</ul>
<p class="note">Try: α = 1, then fewer prompts until sr vanishes: nothing is left to err on. |R| = 3: a lucky guess gets likely, so that err falls below sr. N = 100 000 and |C| = 200 000: there
Theorem 2 says something as published. The guesser
and the calibrated learner know the same; the guesser errs more only because it never says IDK.</p>
</section>
<section aria-labelledby="heard"><h2 id="heard">Ask them</h2>
<p>Eight prompts drawn from μ. “Shown”: how often training gave the answer. Those shown once are known as well as those shown often; it is those never shown that go wrong.</p>
<div class="card scroll" id="asked" tabindex="0" role="region" aria-label="Prompts, and what each test-taker answers"></div>
</section>
<section aria-labelledby="more"><h2 id="more">Would more data help?</h2>
<figure><div class="card" id="curve-chart"></div>
<figcaption><ul class="key"><li class="calibrated">${stroke('curve calibrated')}E[err] of the calibrated learner</li><li>${stroke('singletons')}E[sr]</li><li>${stroke('published')}T2 lower, as published</li><li>${stroke('second')}T2 lower, tighter</li><li>${stroke('reach')}T2 upper</li><li>${bar('silent')}both lower bounds vacuous</li></ul></figcaption></figure>
<p id="curve-words"></p>
<p class="note">Symbols on the line at N: what this one draw gave. Each new example answers a prompt for good, but with Zipf’s law rare prompts never end.</p>
</section>
<section aria-labelledby="grading"><h2 id="grading">Why do they go on guessing? Because of how they are graded</h2>
<p>A right answer earns 1 point, IDK none, an error costs λ. At λ = 0 (accuracy, as most leaderboards have it) a guess can only win. A penalty λ asks for confidence:
answering pays only if it is right with probability above t = λ/(1 + λ).</p>
${slider('penalty', 'λ, points that an error costs')}
<p id="leader"></p>
<div class="card scroll" id="board" tabindex="0" role="region" aria-label="Leaderboard"></div>
<figure><div class="card" id="score-chart"></div>
<figcaption><ul class="key"><li><svg width="14" height="14" aria-hidden="true"><circle class="flip" cx="7" cy="7" r="4"/></svg>two change places</li>${TEST_TAKERS.map(({ id, name }) => `<li class="${id}">${stroke(`curve ${id}`)}${name}</li>`).join('')}</ul></figcaption></figure>
<h3>Where the order flips</h3>
<div class="card scroll" id="flips" tabindex="0" role="region" aria-label="Penalties at which two test-takers change places"></div>
<p class="note">The guesser gains 1/|R| a guess, so it falls behind whoever abstains instead at λ = 1/(|R| − 1), that is, t = 1/|R|, whatever the corpus.</p>
</section>
<section aria-labelledby="again"><h2 id="again">The same on the command line</h2>
<p>Save this as <code>explored.yaml</code>; <code>npx hallucination-rate run explored.yaml</code> draws the same corpus and gives the same numbers. Put <code>{ kind: transformer }</code> into its list to train one too.</p>
<pre id="experiment" tabindex="0"></pre>
<p class="note" id="time"></p>
</section>
</div>
</div>
</main>
<script type="application/json" id="lexicon">${inScript(JSON.stringify({ ...lexicon, english: [] }))}</script>
<script>${inScript(script)}</script>
</body>
</html>
`;
}

/** Its value is read out by the slider itself, whose name it must not be a part of. */
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

/** Text inside a script element: nothing in it may look like the element's end. In JSON and in strings of a script `<\\/` is `</`. */
function inScript(text: string): string {
  return text.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}
