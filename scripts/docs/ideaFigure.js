// @ts-check
/**
 * Makes docs/images/idea.svg, the moving picture of README: training rows fall on people, and a network that was trained on them is
 * asked. Every number and every answer in it is measured: `npm run docs:figures`. Pictures that do not move show its end.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tasksOf } from '../../dist/cli/experiment/loadTasks.js';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { tokensText } from '../../dist/corpus/vocabulary.js';
import { askModel } from '../../dist/measurement/askModel.js';
import { shuffle } from '../../dist/random/shuffle.js';
import { stream } from '../../dist/random/stream.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { executeRun } from '../../dist/sweep/run/executeRun.js';

/** @typedef {import('../../src/corpus/corpus.js').Corpus} Corpus */
/** @typedef {import('../../src/measurement/askModel.js').Reply} Reply */

const [COLUMNS, ROWS] = [25, 16];
const EXPERIMENT = `
name: idea
corpus:
  examples: 420
  families:
    birthdays: { kind: arbitrary-facts, prompts: ${COLUMNS * ROWS}, responses: 365, frequency: { kind: singleton-rate, target: 0.3 } }
model: { kind: transformer, layers: 2, heads: 2, width: 48 }
training: { steps: 500, batchSize: 64, learningRate: 0.004 }
seed: 11
`;

/** Seconds of the film: rows fall, questions are asked, the end stands still. */
const SECONDS = 20;
const [FALL_FROM, FALL_TO] = [0.5, 7];
const ASK_AT = [8.2, 10, 11.8];
const END_AT = 13.8;

const { tasks } = tasksOf(EXPERIMENT, 'idea.yaml', []);
/** @type {Corpus | undefined} */
let corpus;
/** @type {readonly Reply[]} */
let replies = [];
const { families } = await executeRun(tasks[0], checkLexicon(loadLexicon()), {
  onModel: async (model, measured) => {
    corpus = measured;
    replies = await askModel(model, measured, chosen(measured));
  },
});
// People stand in a random order: the law of frequencies begins with the frequent ones.
const order = shuffle(
  stream(1, 'draw/idea'),
  Int32Array.from({ length: COLUMNS * ROWS }, (_, n) => n),
);
const svg = film(/** @type {Corpus} */ (/** @type {unknown} */ (corpus)), replies, families.birthdays);
writeFileSync(fileURLToPath(new URL('../../docs/images/idea.svg', import.meta.url)), svg);

/**
 * The people that are asked: one shown often, one shown once, one never shown.
 * @param {Corpus} corpus
 */
function chosen({ counts: [{ answered }] }) {
  const shown = Array.from(answered);
  return [shown.findIndex((n) => n > 3), shown.indexOf(1, 100), shown.indexOf(0, 200)].map((prompt) => ({
    family: 0,
    prompt,
  }));
}

/**
 * @param {Corpus} corpus
 * @param {readonly Reply[]} replies
 * @param {{ singletonRate: number, missingMass: number, errorRate: number | null, invalidMass: number | null }} measured
 */
function film({ world, examples }, replies, measured) {
  const asked = Array.from(examples.prompt);
  const when = (/** @type {number} */ row) => FALL_FROM + ((FALL_TO - FALL_FROM) * row) / asked.length;
  const dots = Array.from({ length: COLUMNS * ROWS }, (_, person) => {
    const times = asked.flatMap((prompt, row) => (prompt === person ? [when(row)] : []));
    return dot(place(person), times);
  });
  const [family] = world.families;
  const texts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
  const people = replies.map(({ prompt }) => texts.indexOf(prompt));
  const lines = rowsToShow(asked, people).map((row, i) => {
    const text = spoken(`${texts[asked[row]]} ${family.responseTexts[family.answer[asked[row]]]}`);
    return appear(when(row), `<text class="mono" x="20" y="${76 + 21 * i}">${text}</text>`);
  });
  const said = replies.map((reply, i) => appear(ASK_AT[i], answer(reply, i)));
  const rings = people.map((person, i) => appear(ASK_AT[i], ring(place(person), i)));
  const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;
  const wrong = (measured.errorRate ?? 0) + (measured.invalidMass ?? 0);
  const end = appear(
    END_AT,
    `<text class="end" x="430" y="386" text-anchor="middle"><tspan class="once">${percent(measured.singletonRate)}</tspan> of the rows name somebody for the only time. So about as many questions, <tspan>${percent(measured.missingMass)}</tspan>, are about</text>
<text class="end" x="430" y="408" text-anchor="middle">somebody whom no row names, and there the model makes something up: it is wrong <tspan class="wrong">${percent(wrong)}</tspan> of the time.</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 424" width="860" height="424" role="img" aria-labelledby="t">
<title id="t">Training rows fall on 400 people; a network trained on them answers for people shown often and once, and makes up the birthday of one never shown.</title>
<style>
text { font: 14px system-ui, sans-serif; fill: #24292f }
.head { font-weight: 600 } .small { font-size: 12px; fill: #57606a } .mono { font: 13px ui-monospace, monospace }
.end { font-size: 15px } .wrong { fill: #b3261e; font-weight: 600 } .right { fill: #1a7f37; font-weight: 600 } .once { fill: #b35900; font-weight: 600 }
.paper { fill: #ffffff }
.n0 { fill: #d0d7de } .n1 { fill: #e8912d } .n2 { fill: #2f6fb5 } .ring { fill: none; stroke: #24292f; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .paper { fill: #0d1117 } .small { fill: #9198a1 } .n0 { fill: #3d444d } .ring { stroke: #e6edf3 } .wrong { fill: #ff8f85 } .right { fill: #56d364 } .once { fill: #f0a04b }
}
</style>
<rect class="paper" width="860" height="424" rx="8"/>
<text class="head" x="20" y="30">1. Training rows, ${asked.length} in all</text>
<text class="small" x="20" y="50">each says a birthday, which nothing foretells</text>
${lines.join('\n')}
<text class="head" x="20" y="192">2. The model is asked</text>
${said.join('\n')}
<text class="head" x="446" y="30">${COLUMNS * ROWS} people</text>
${legend()}
${dots.join('\n')}
${rings.join('\n')}
${end}
</svg>
`;
}

/** @param {number} person */
function place(person) {
  const at = order[person];
  return { x: 454 + 15.6 * (at % COLUMNS), y: 72 + 17 * Math.floor(at / COLUMNS) };
}

/**
 * A person, whose colour changes with the first and the second row.
 * @param {{ x: number, y: number }} at
 * @param {readonly number[]} times
 */
function dot({ x, y }, times) {
  const circle = (/** @type {string} */ kind, /** @type {number | undefined} */ from) => {
    const shape = `<circle class="${kind}" cx="${x.toFixed(1)}" cy="${y}" r="5.4"`;
    return from === undefined ? `${shape}/>` : `${shape}>${fade(from)}</circle>`;
  };
  return [
    circle('n0', undefined),
    ...times.slice(0, 1).map((time) => circle('n1', time)),
    ...times.slice(1, 2).map((time) => circle('n2', time)),
  ].join('');
}

/** @param {number} from seconds */
function fade(from) {
  const [a, b] = [from / SECONDS, (from + 0.25) / SECONDS];
  return `<animate attributeName="opacity" dur="${SECONDS}s" repeatCount="indefinite" values="0;0;1;1" keyTimes="0;${a.toFixed(4)};${b.toFixed(4)};1"/>`;
}

/**
 * @param {number} from seconds
 * @param {string} inner
 */
function appear(from, inner) {
  return `<g>${fade(from)}${inner}</g>`;
}

/**
 * @param {{ x: number, y: number }} at
 * @param {number} number
 */
function ring({ x, y }, number) {
  return `<circle class="ring" cx="${x.toFixed(1)}" cy="${y}" r="8.5"/><text class="small" x="${(x + 10).toFixed(1)}" y="${y - 7}">${'abc'[number]}</text>`;
}

/** Colours and words of the three kinds of people. */
function legend() {
  return /** @type {const} */ ([
    ['n0', 'never named', 0],
    ['n1', 'named once', 110],
    ['n2', 'named more often', 215],
  ])
    .map(
      ([kind, words, x]) =>
        `<circle class="${kind}" cx="${454 + x}" cy="46" r="5.4"/><text class="small" x="${464 + x}" y="50">${words}</text>`,
    )
    .join('');
}

/**
 * Five rows, in their order: the first ones of those people who are asked, and some between.
 * @param {readonly number[]} asked
 * @param {readonly number[]} people
 */
function rowsToShow(asked, people) {
  const own = people.map((person) => asked.indexOf(person)).filter((row) => row >= 0);
  const others = [0.15, 0.45, 0.7, 0.9].map((share) => Math.floor(share * asked.length));
  return [...new Set([...own, ...others])].slice(0, 5).sort((a, b) => a - b);
}

/**
 * @param {Reply} reply
 * @param {number} number
 */
function answer({ prompt, said, outcome, shown, answer: truth }, number) {
  const y = 218 + 48 * number;
  const times = shown === 0 ? 'no row names this person' : shown === 1 ? 'named once' : `named ${shown} times`;
  const verdict =
    outcome === 'right'
      ? `<tspan class="right">right</tspan>, ${times}`
      : `<tspan class="wrong">made up</tspan>: ${times}; it is ${spoken(truth)}`;
  return `<text class="mono" x="20" y="${y}">${'abc'[number]}  ${spoken(prompt)} <tspan font-weight="700">${spoken(said)}</tspan></text>
<text class="small" x="44" y="${y + 18}">${verdict}</text>`;
}

/** @param {string} text */
function spoken(text) {
  return text.replace(/ \.$/, '').replaceAll(" '", "'").replaceAll('&', '&amp;');
}
