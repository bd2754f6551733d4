/** The page's words and tables, as HTML text. */
import type { Outcome } from '../theory/outcome.js';
import { short, thousands, threeDecimals } from './charts/marks.js';
import type { Explored } from './explore.js';
import { lawOf } from './laws.js';
import type { TakerRanking } from './leaderboard.js';
import type { ExploreState, SettingName } from './state.js';

/**
 * Shown for a lower bound that is not above 0, or an upper one not below 1: its number would look as if it said
 * something.
 */
const VACUOUS = '<span class="vacuous">vacuous</span>';
function atLeast(lower: number): string {
  return lower > 0 ? threeDecimals(lower) : VACUOUS;
}
function atMost(upper: number): string {
  return upper < 1 ? threeDecimals(upper) : VACUOUS;
}

function swatch(id: string): string {
  return `<span class="swatch ${id}" aria-hidden="true"></span>`;
}

/** The numbers in words: a few sentences. */
export function summary({ state, singletons, singletonRate, missingMass, takers }: Explored): string {
  const calibrated = takers.find(({ id }) => id === 'calibrated')!;
  return (
    `${thousands(singletons)} of ${thousands(state.examples)} training examples are singletons: sr = ${threeDecimals(singletonRate)}. The missing mass, which sr estimates, is ${threeDecimals(missingMass)}; ` +
    `the calibrated learner, who knows all that can be known, errs at ${threeDecimals(calibrated.errorRate)}. Only IDK said more often would lower that.`
  );
}

/** A row for each test-taker, with every number. */
export function takersTable({ takers }: Explored): string {
  return `<table>
<thead><tr><th scope="col">test-taker</th><th scope="col">err</th><th scope="col">invalid</th><th scope="col">right</th><th scope="col">IDK</th><th scope="col">δ</th><th scope="col">err<sub>iiv</sub></th><th scope="col">T1 ≥</th><th scope="col">T2 ≥</th><th scope="col">T2 ≥, tighter</th></tr></thead>
<tbody>
${takers.map(({ id, name, errorRate, invalidMass, accuracy, abstentionRate, delta, iivError, theorem1, theorem2 }) => `<tr data-taker="${id}"><th scope="row">${swatch(id)}${name}</th>${[errorRate, invalidMass, accuracy, abstentionRate, delta, iivError].map((value) => `<td>${threeDecimals(value)}</td>`).join('')}<td>${atLeast(theorem1.lower)}${theorem1.holds ? '' : ' ✗'}</td><td>${atLeast(theorem2.lower)}</td><td>${atLeast(theorem2.lowerTight)}</td></tr>`).join('\n')}
</tbody></table>`;
}

const SIGNS: Readonly<Record<Outcome, string>> = { right: '✓', error: '✗', abstention: '–', invalid: '✗' };

/** Some prompts, with the response of each test-taker. */
export function askedTable({ asked, takers }: Explored): string {
  return `<table>
<thead><tr><th scope="col">asked</th><th scope="col">shown</th><th scope="col">truth</th>${takers.map(({ name }) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>
${asked.map(({ text, shown: times, answer, given }) => `<tr><th scope="row">${text}</th><td>${times === 0 ? 'never' : `${thousands(times)}×`}</td><td>${answer}</td>${given.map((each) => `<td class="${each.outcome}"><span role="img" aria-label="${each.outcome}">${SIGNS[each.outcome]}</span> ${each.outcome === 'abstention' ? 'IDK' : each.text || 'no response'}</td>`).join('')}</tr>`).join('\n')}
</tbody></table>`;
}

/** The world's own numbers and the bounds on the calibrated learner. */
export function figuresList({ singletonRate, missingMass, unansweredMass, takers }: Explored): string {
  const calibrated = takers.find(({ id }) => id === 'calibrated')!;
  const figures: readonly (readonly [id: string, symbol: string, meaning: string, value: string])[] = [
    ['sr', 'sr', 'singleton rate', threeDecimals(singletonRate)],
    ['MM', 'MM', 'missing mass', threeDecimals(missingMass)],
    ['U', 'μ(U)', 'prompts never answered', threeDecimals(unansweredMass)],
    ['err', 'err', 'calibrated learner', threeDecimals(calibrated.errorRate)],
    ['lower', 'T2 ≥', 'any calibrated learner', atLeast(calibrated.theorem2.lower)],
    ['upper', 'T2 ≤', 'calibrated learner', atMost(calibrated.theorem2.upper)],
  ];
  return figures
    .map(
      ([id, symbol, meaning, value]) =>
        `<div><dt>${symbol} <small>${meaning}</small></dt><dd data-figure="${id}">${value}</dd></div>`,
    )
    .join('');
}

export function leaderboardTable({ places }: TakerRanking): string {
  return `<table>
<thead><tr><th scope="col">place</th><th scope="col">test-taker</th><th scope="col">points</th><th scope="col">right</th><th scope="col">wrong</th><th scope="col">IDK</th></tr></thead>
<tbody>
${places.map(({ id, name, place, score, tally }) => `<tr data-taker="${id}"><td>${place}</td><th scope="row">${swatch(id)}${name}</th><td>${threeDecimals(score)}</td><td>${threeDecimals(tally.right)}</td><td>${threeDecimals(tally.error)}</td><td>${threeDecimals(tally.abstention)}</td></tr>`).join('\n')}
</tbody></table>`;
}

/** Pairs that change places, with the penalty at which they do. */
export function flipsTable({ flips }: TakerRanking, penalty: number): string {
  return flips.length === 0
    ? '<p>No two change places: whoever is right more often here also errs less.</p>'
    : `<table>
<thead><tr><th scope="col">ahead by accuracy</th><th scope="col">overtaken by</th><th scope="col">beyond λ =</th><th scope="col">t =</th><th scope="col">at this λ</th></tr></thead>
<tbody>
${flips.map(({ ahead, behind, penalty: at, target }) => `<tr><th scope="row">${ahead}</th><td>${behind}</td><td>${short(at)}</td><td>${short(target)}</td><td>${penalty > at ? 'flipped' : penalty === at ? 'tie' : 'not yet'} <button type="button" data-penalty="${at * 1.01}" aria-label="go to λ just beyond ${short(at)}, where ${behind} overtakes ${ahead}">go</button></td></tr>`).join('\n')}
</tbody></table>`;
}

/** A setting's value as its slider shows it. */
export function settingText(name: SettingName, value: number): string {
  return name === 'penalty'
    ? `${short(value)} (t = ${short(value / (1 + value))})`
    : name === 'alpha'
      ? String(value)
      : thousands(value);
}

/** The experiment file that draws the same corpus and measures the same models. */
export function experimentText({ examples, prompts, responses, alpha, law, parameter, seed }: ExploreState): string {
  const { kind, ...options } = lawOf(law).options(parameter, prompts);
  const frequency = [`kind: ${kind}`, ...Object.entries(options).map(([key, value]) => `${key}: ${value}`)].join(', ');
  return `corpus:
  examples: ${examples}
  families:
    facts: { kind: arbitrary-facts, prompts: ${prompts}, responses: ${responses}, answerProbability: ${alpha}, frequency: { ${frequency} } }
sweep:
  model: [{ kind: calibrated-learner }, { kind: memoriser }, { kind: memoriser, unanswered: fixed }, { kind: memoriser, unanswered: abstain }, { kind: abstainer }, { kind: ngram }]
seed: ${seed}
`;
}
