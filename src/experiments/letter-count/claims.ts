/** Letter counting: what a model gets wrong because its tokens hide what it is asked. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gated,
  meanWithin,
  type Range,
  resultSentence,
  unmeasured,
} from '../../claims/verdict.js';
import type { Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, seriesFigure, stepAxis } from '../../report/figures/seriesFigure.js';
import { curveRows, type Family, metric, numberAt, type ReportTables, textAt } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { pairedBySeed, rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

const TOKENS = 'parameters.corpus.families.letters.tokens';
const LETTERS: Family = { name: 'letters', nature: 'pattern' };
const FORMS = {
  word: { name: 'the word is one token', colour: '#D55E00', shape: 'triangle-up' },
  characters: { name: 'the word stands as characters', colour: '#0072B2', shape: 'circle' },
  spelt: { name: 'one token, spelt out before counting', colour: '#009E73', shape: 'square' },
} as const;
type Form = keyof typeof FORMS;

/** No count is right for more than half of the questions; who knows of each letter which count is commonest is right for 0.65 at most. */
const GUESS = 0.35;

function column(path: string): string {
  return metric(LETTERS, path);
}

/** 1 − p̂(a_c|c) in a stratum, with the stratum's mass. Where responses are drawn, the error rate has all of it already. */
function wrongIn(
  table: StoredTable,
  row: number,
  stratum: number,
): { readonly mass: number; readonly wrong: number } | null {
  const at = (path: string): number | null => numberAt(table, column(`byCount.${stratum}.${path}`), row);
  const [mass, errorRate] = [at('mass'), at('errorRate')];
  if (mass === null || errorRate === null || mass === 0) return null;
  const isDrawn = textAt(table, column('method'), row) === 'sampled';
  return { mass, wrong: errorRate + (isDrawn ? 0 : (at('invalidMass') ?? 0) + (at('abstentionRate') ?? 0)) };
}

/** 1 − accuracy on pairs that training never shows, or on those that it does; null where there are none. */
function wrongMass(table: StoredTable, row: number, pairs: 'shown' | 'unseen'): number | null {
  const strata = (pairs === 'unseen' ? [0] : [1, 2, 3, 4, 5])
    .map((stratum) => wrongIn(table, row, stratum))
    .filter((each) => each !== null);
  const mass = strata.reduce((sum, each) => sum + each.mass, 0);
  return mass === 0 ? null : strata.reduce((sum, each) => sum + each.mass * each.wrong, 0) / mass;
}

function rowsOf({ runs }: ReportTables, form: Form): readonly number[] {
  return rowsWhere(runs, { [TOKENS]: form });
}

function wrongOn(tables: ReportTables, form: Form, pairs: 'shown' | 'unseen', range: Range): CheckResult {
  return meanWithin(
    `1 − accuracy on pairs ${pairs === 'unseen' ? 'never shown' : 'shown in training'}, ${FORMS[form].name}`,
    rowsOf(tables, form)
      .map((row) => wrongMass(tables.runs, row, pairs))
      .filter((each) => each !== null),
    range,
  );
}

/** A model that has not learnt what it was shown says nothing of what it was not. */
function learnt(tables: ReportTables, form: Form, finding: CheckResult): CheckResult {
  return gated(
    wrongOn(tables, form, 'shown', atMost(0.05)),
    'a model that knows the pairs it was shown: more training steps',
    finding,
  );
}

const PREDICTED =
  '1 − accuracy on pairs never shown at most half of 1 − accuracy with word tokens, as the mean over seeds of their ratio, and at most 0.35, the least error of a guess';

/** Most of the error that word tokens leave is gone, and what is left is less than any guess would leave. */
function takesAwayMost(tables: ReportTables, form: Form): CheckResult {
  const { runs } = tables;
  const ratios = pairedBySeed(runs, rowsOf(tables, 'word'), rowsOf(tables, form), (a, b) => {
    const [word, other] = [wrongMass(runs, a, 'unseen'), wrongMass(runs, b, 'unseen')];
    return word === null || other === null || word === 0 ? null : other / word;
  });
  const quantity = `1 − accuracy on pairs never shown over that of word tokens, ${FORMS[form].name}`;
  if (ratios.length === 0) return unmeasured(quantity, 'no run has measured both');
  return learnt(
    tables,
    form,
    allOf([meanWithin(quantity, ratios, atMost(0.5)), wrongOn(tables, form, 'unseen', atMost(GUESS))]),
  );
}

const SOURCE = 'Kalai et al. 2025, §3.3.2 (letter counting, "How many Ds are in DEEPSEEK?") and the article (2025)';

const hidden: Claim = {
  id: 'tokens-hide-letters',
  listed: ['PM'],
  statement:
    'A model whose tokens are words cannot count letters: it learns every pair of word and letter that it is shown, and no other.',
  source: SOURCE,
  formula: '1 − accuracy on unseen pairs ≥ 0.35, the least that a guess by the letter gets wrong',
  explanation: [
    '"How many e in DEEP ?" shows the model a token, not d, e, e, p. What letters the token stands for is nowhere in the data but in the counts themselves. So each count is nearly an arbitrary fact: known if it was shown, guessed if it was not.',
    'A fifth of the pairs is held out. Their words do stand in training, with other letters; the questions of a word ask for letters that stand in it twice, once and not at all, so that no count is right for more than half of them. Someone who knew for each letter which count is commonest would be right on 0.65 of the questions at most: the model has to err at least on the rest.',
    'The control: the pairs that training shows are learnt, so it is neither size nor training that is missing.',
  ],
  prediction: '1 − accuracy at least 0.35 on pairs never shown, and at most 0.05 on those shown',
  check: (tables) => learnt(tables, 'word', wrongOn(tables, 'word', 'unseen', atLeast(GUESS))),
};

const visible: Claim = {
  id: 'characters-can-be-counted',
  listed: ['PM'],
  statement:
    'The same model, asked the same questions with the word as characters, learns to count: most of its errors on pairs never shown go.',
  source: SOURCE,
  formula: '1 − accuracy on unseen pairs → 0',
  explanation: [
    'Nothing changes but the representation: "how many e in d e e p ?". Now a rule leads from the prompt to the count, and the model finds it. The paper lists letter counting under poor models: what cannot be expressed well is answered badly, whatever the data.',
    'When it finds the rule differs from seed to seed. Found early, it leaves errors below 0.02. Until then the model remembers pairs one by one, and once it remembers all it has little reason left to look for a rule: a world in which that comes first keeps errors of 0.1 to 0.2. So the test is on the mean over worlds, of what is left of the errors that word tokens leave; whether they vanish in the mean, to at most 0.05, is told in the details.',
  ],
  prediction: PREDICTED,
  check: (tables) => {
    const finding = takesAwayMost(tables, 'characters');
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `Vanishing, at most 0.05: ${resultSentence(wrongOn(tables, 'characters', 'unseen', atMost(0.05)))}`,
      ],
    };
  },
};

const spelt: Claim = {
  id: 'spelling-first-helps',
  listed: ['PM'],
  statement:
    'A model whose tokens are words can count after all if it spells the word before it counts: the response itself shows the letters.',
  source: `${SOURCE}: a reasoning model spells the word out, letter by letter`,
  formula: '1 − p̂(V_c) on unseen pairs: spelling and count both right',
  explanation: [
    'The prompt hides the letters as before, but the response is "d e e p : 2". The spelling of a word is learnt from its other questions, and once it is written the count follows from it by the rule. This is what a chain of thought does in the paper\'s example.',
    'A response counts as right only if every letter and the count are. All strings of letters with any count are responses, too many to list: but the probability of the one right response is exact all the same. The competing way to fit the data is to remember the count of each pair that was shown; where the model does so, it fails on the others. Both ways are learnt side by side, and how far the rule wins depends on size and training; what is predicted is that spelling first takes away most of the error that word tokens leave, at the same size and training.',
  ],
  prediction: `${PREDICTED}; spelling and count both count`,
  check: (tables) => takesAwayMost(tables, 'spelt'),
};

function errorAgainstStep(tables: ReportTables): Figure {
  const { runs, curves } = tables;
  const id = 'letter-count-error-against-step';
  const title = 'Letter counting: what is wrong, against training';
  const forms = (Object.keys(FORMS) as Form[]).filter((form) => rowsOf(tables, form).length > 0);
  if (forms.length === 0) return { id, title, missing: 'No run counts letters.' };
  const byRun = curveRows(curves);
  const curve = (form: Form, pairs: 'shown' | 'unseen') => {
    const at = new Map<number, number[]>();
    for (const row of rowsOf(tables, form).flatMap((run) => byRun.get(textAt(runs, 'run', run)) ?? [])) {
      const [step, value] = [numberAt(curves, 'step', row), wrongMass(curves, row, pairs)];
      if (step !== null && value !== null) at.set(step, [...(at.get(step) ?? []), value]);
    }
    return pointsOf([...at].sort(([a], [b]) => a - b).map(([x, values]) => ({ x, mean: meanOf(values) })));
  };
  const panel = (heading: string, pairs: 'shown' | 'unseen') => {
    const series = forms.map((form) => ({ ...FORMS[form], points: curve(form, pairs) }));
    const steps = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    return {
      heading,
      series: [
        {
          name: 'least error of a guess by the letter',
          colour: '#555',
          dash: [6, 4],
          points: steps.map((x) => exact(x, GUESS)),
        },
        ...series,
      ],
    };
  };
  const panels = [panel('pairs shown in training', 'shown'), panel('pairs never shown', 'unseen')];
  return {
    id,
    title,
    caption: [
      'Probability that the answer is not the right one, 1 − accuracy, on pairs of word and letter that training shows (left) and on those that it never shows (right): one transformer, three forms of the same questions. Means over seeds with 95 % Student t intervals.',
      'All three learn what they are shown. With words as tokens nothing follows from it for other pairs; with characters the rule is learnt; with the word spelt out first, spelling and count have to be right.',
    ],
    spec: seriesFigure(
      panels,
      stepAxis(panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)))),
      { title: '1 − accuracy', scale: { domain: [0, 1] } },
      { width: 290, height: 270 },
    ),
  };
}

export const letterCount: ExperimentClaims = {
  experiment: 'letter-count',
  title: 'Letter counting: tokens that hide what is asked',
  claims: [hidden, visible, spelt],
  figures: (tables) => [errorAgainstStep(tables)],
};
