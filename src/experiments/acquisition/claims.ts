/** Acquisition: the form of a sentence first, a plateau, then the facts, and confidence with them. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  meanWithin,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { accuracyOnShown } from '../../results/accuracyOnShown.js';
import { seedRuns } from '../../results/bySeed.js';
import { measured, runAt, stratum } from '../../results/measured.js';
import { curveRows, numberAt, type ReportTables } from '../../results/reportTables.js';
import { lineThrough } from '../../theory/line.js';
import { knowledgeWhileTraining } from './figures.js';

const FAMILY = 'birthdays';
const PEOPLE = `parameters.corpus.families.${FAMILY}.prompts`;

const PREDICTED = {
  exponent: between(0.4, 0.9),
  form: atMost(0.1),
  knownThen: atMost(0.1),
  wait: atLeast(2),
  confidenceThen: atMost(0.1),
  rise: atLeast(0.3),
  stillWrong: atLeast(0.98),
} as const;

/** At the end the network must know what it was shown. */
const LEARNT = atLeast(0.9);
const HALF = 0.5;

const SOURCE = 'Zucchet et al. 2025';

/** Measurements of a training at one of its steps. */
interface Moment {
  readonly step: number;
  /** Accuracy on facts that were shown. */
  readonly known: number;
  readonly invalid: number;
  /** Mean probability of the likeliest answer, and of all wrong ones, on facts never shown; null where all were. */
  readonly confidence: number | null;
  readonly wrong: number | null;
}

interface Training {
  readonly people: number;
  readonly moments: readonly Moment[];
}

/** The trainings of each world, those with the fewest people first. */
function trainings(tables: ReportTables): readonly (readonly Training[])[] {
  const curves = curveRows(tables.curves);
  return seedRuns(tables).map(({ rows }) =>
    rows
      .flatMap((row): Training[] => {
        const people = numberAt(tables.runs, PEOPLE, row);
        const moments = (curves.get(runAt(tables.runs, row).run) ?? []).flatMap((at): Moment[] => {
          const family = measured(tables.curves, at, FAMILY);
          const step = numberAt(tables.curves, 'step', at);
          const known = accuracyOnShown(family);
          const { confidence, wrong } = stratum(family, 0);
          return step === null || known === null || family.invalidMass === null
            ? []
            : [{ step, known, invalid: family.invalidMass, confidence, wrong }];
        });
        return people === null || moments.length === 0 ? [] : [{ people, moments }];
      })
      .sort((a, b) => a.people - b.people),
  );
}

/** The first step at which half of the shown facts are known, on the straight line between two measurements; null if there is none. */
function stepOfKnowledge({ moments }: Training): number | null {
  const after = moments.findIndex(({ known }) => known >= HALF);
  if (after < 1) return null;
  const [before, then] = [moments[after - 1], moments[after]];
  return before.step + ((HALF - before.known) / (then.known - before.known)) * (then.step - before.step);
}

/** The first measurement at which invalid answers are rare. */
function momentOfForm({ moments }: Training): Moment | undefined {
  return moments.find(({ invalid }) => invalid <= PREDICTED.form.high);
}

/** One number for each world, of its training with the most people. */
function ofLargest(
  tables: ReportTables,
  read: (training: Training) => number | null | undefined,
): readonly (number | null)[] {
  return trainings(tables).map((world) => (world.length === 0 ? null : (read(world[world.length - 1]) ?? null)));
}

function hasLearnt(tables: ReportTables): CheckResult {
  return gate(
    'accuracy on shown facts at the end, with the most people',
    ofLargest(tables, ({ moments }) => moments[moments.length - 1].known).flatMap((known) => known ?? []),
    LEARNT,
  );
}

const claims: readonly Claim[] = [
  {
    id: 'plateau-grows-with-people',
    evidence: 'trained',
    listed: ['ZU'],
    statement:
      'The more people a model reads of, the later it knows anything of any of them: as a power of their number.',
    source: SOURCE,
    formula: 'step at which half of the shown facts are known ∝ people^a',
    explanation: [
      'All trainings take equally many sentences a step. With more people, each is read of less often, but that alone would give an exponent of 1 and no plateau: the network would know a little of everybody from the first readings on. Instead it knows nobody for a while, and then most of them within a short time.',
      'The exponent is the slope of a line through the logarithms of four numbers of people and of the steps at which half of what was shown is known. Zucchet and others measured 0.81 on networks a thousand times as large, with up to 10,000 people.',
    ],
    prediction: `an exponent ${rangeWords(PREDICTED.exponent)}`,
    check: (tables) => {
      const exponents = trainings(tables).map((world) => {
        const points = world.flatMap((training) => {
          const step = stepOfKnowledge(training);
          return step === null ? [] : [{ x: Math.log(training.people), y: Math.log(step) }];
        });
        return points.length === world.length ? (lineThrough(points)?.slope ?? null) : null;
      });
      if (exponents.every((each) => each === null))
        return unmeasured(
          'exponent of the number of people',
          'half of the facts known with each of several numbers of people',
        );
      return gated(
        hasLearnt(tables),
        'the network has not learnt what it was shown: train longer',
        meanWithin('exponent of the number of people', exponents, PREDICTED.exponent),
      );
    },
  },
  {
    id: 'form-before-facts',
    evidence: 'trained',
    listed: ['ZU'],
    statement: 'A model first learns which answers are well-formed, and knows hardly any fact for as long again.',
    source: SOURCE,
    formula: 'accuracy on shown facts when the invalid mass has fallen below 0.1; steps until half are known',
    explanation: [
      'At the first measurement at which less than a tenth of the probability goes to answers that are no dates, the network answers every question with a date and knows next to none: it says what the rows have in common. What tells two people apart it learns later.',
    ],
    prediction: `accuracy then ${rangeWords(PREDICTED.knownThen)}; half of the facts are known after ${rangeWords(PREDICTED.wait)} times as many steps`,
    check: (tables) =>
      allOf([
        meanWithin(
          'accuracy on shown facts when answers are well-formed',
          ofLargest(tables, (training) => momentOfForm(training)?.known),
          PREDICTED.knownThen,
        ),
        meanWithin(
          'steps to half of the facts, in steps to well-formed answers',
          ofLargest(tables, (training) => {
            const [form, knowledge] = [momentOfForm(training), stepOfKnowledge(training)];
            return form === undefined || knowledge === null ? null : knowledge / form.step;
          }),
          PREDICTED.wait,
        ),
      ]),
  },
  {
    id: 'confidence-comes-with-knowledge',
    evidence: 'trained',
    listed: ['ZU'],
    statement:
      'As a model learns the facts that it is shown, it becomes confident about people of whom it was shown nothing, and stays wrong about them.',
    source: SOURCE,
    formula: 'mean of max p̂ on facts never shown, at the end less when answers are well-formed',
    explanation: [
      'On the plateau every date has nearly the same probability, whoever is asked for: the network is calibrated about people of whom it read nothing, as the bounds of the theory want it. When it comes to tell people apart, it tells apart those whom it never met, too, and is as confident about one of 365 dates as if it had read it. So the errors of a fully trained network are confident ones, though no more frequent.',
    ],
    prediction: `confidence on facts never shown ${rangeWords(PREDICTED.confidenceThen)} when answers are well-formed, and a rise ${rangeWords(PREDICTED.rise)} until the end; wrong on them then ${rangeWords(PREDICTED.stillWrong)}`,
    check: (tables) => {
      const end = (training: Training): Moment => training.moments[training.moments.length - 1];
      return gated(
        hasLearnt(tables),
        'the network has not learnt what it was shown: train longer',
        allOf([
          meanWithin(
            'rise of confidence on facts never shown',
            ofLargest(tables, (training) => {
              const [before, after] = [momentOfForm(training)?.confidence ?? null, end(training).confidence];
              return before === null || after === null ? null : after - before;
            }),
            PREDICTED.rise,
          ),
          meanWithin(
            'confidence on facts never shown when answers are well-formed',
            ofLargest(tables, (training) => momentOfForm(training)?.confidence),
            PREDICTED.confidenceThen,
          ),
          meanWithin(
            'err + invalid mass on facts never shown, at the end',
            ofLargest(tables, (training) => end(training).wrong),
            PREDICTED.stillWrong,
          ),
        ]),
      );
    },
  },
];

export const acquisition: ExperimentClaims = {
  experiment: 'acquisition',
  title: 'Form first, facts later, and confidence with them',
  claims,
  figures: (tables) => [knowledgeWhileTraining(tables, FAMILY)],
};
