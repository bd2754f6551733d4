/** New facts in a second stage of training: what becomes of the old ones, and of abstention. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, gate, gated, meanWithin, rangeWords } from '../../claims/verdict.js';
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH } from '../../report/figures/palette.js';
import { stepPointsOf, stepsFigure } from '../../report/figures/stepsFigure.js';
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, type MeasuredFamily, measured, runAt, stratum } from '../../results/measured.js';
import { cellAt, curveRows, groupsOf, type ReportTables } from '../../results/reportTables.js';

const STAGES = 'parameters.training.stages';

const PREDICTED = {
  rise: atLeast(0.3),
  saved: atLeast(0.2),
  fallOfAbstention: atLeast(0.1),
  language: atLeast(0),
} as const;

/** The network must know the old facts before it is taught new ones, and the new ones at the end. */
const LEARNT = atMost(0.2);

const SOURCE = 'Gekhman et al. 2024; Zucchet et al. 2025';

type Read = (family: MeasuredFamily) => number | null;

/** Returns whether stages, as tables have them, repeat old rows. */
function isReplay(stages: string): boolean {
  return /"replay":0*\.?0*[1-9]/.test(stages);
}

/** One number for each world: what is read of a family at the end of training less the same at the end of the first stage. */
function change(tables: ReportTables, replay: boolean, family: string, read: Read): readonly number[] {
  return inWorlds(tables, replay, family, read, (before, after) => after - before);
}

function inWorlds(
  tables: ReportTables,
  replay: boolean,
  family: string,
  read: Read,
  of: (before: number, after: number) => number,
): readonly number[] {
  const curves = curveRows(tables.curves);
  const worlds = seedRuns(tables).map(({ seed, rows }) => ({
    seed,
    rows: rows.filter((row) => isReplay(String(cellAt(tables.runs, STAGES, row))) === replay),
  }));
  return seedRunMeans(worlds, (row) => {
    const steps = curves.get(runAt(tables.runs, row).run) ?? [];
    const at = (step: number | undefined): number | null =>
      step === undefined ? null : read(measured(tables.curves, step, family));
    return combine([at(steps.at(-2)), at(steps.at(-1))], of);
  });
}

const onStated: Read = (family) => stratum(family, 1).wrong;
const wrong: Read = (family) => family.wrong;

function hasLearnt(tables: ReportTables): CheckResult {
  return gate(
    'err + invalid mass on old facts stated once, before the second stage',
    [false, true].flatMap((replay) => inWorlds(tables, replay, 'old', onStated, (before) => before)),
    LEARNT,
  );
}

const claims: readonly Claim[] = [
  {
    id: 'new-facts-overwrite-old',
    evidence: 'trained',
    listed: ['GE'],
    statement:
      'Taught new facts later, a model errs on those that it knew; a fifth of old rows among the new ones saves most of them.',
    source: SOURCE,
    formula: 'err + invalid mass on the first people after the second stage less before it',
    explanation: [
      'A network learns the birthdays of some people from running text, and then those of others, from the same text with other sentences in it. It is asked for the first people before and after. Nothing about them has changed in the world, and the text of the second stage contradicts none of it.',
      'In the other arm every fifth sentence of the second stage is one of the first. The difference between the arms is taken in each world.',
    ],
    prediction: `a rise ${rangeWords(PREDICTED.rise)} without old rows, less with them by ${rangeWords(PREDICTED.saved)}`,
    check: (tables) => {
      const alone = change(tables, false, 'old', wrong);
      const replayed = change(tables, true, 'old', wrong);
      return gated(
        hasLearnt(tables),
        'the network has not learnt the old facts: train longer',
        allOf([
          meanWithin('rise of err + invalid mass on the first people, new facts alone', alone, PREDICTED.rise),
          meanWithin(
            'rise without old rows less that with them',
            alone.flatMap((rise, world) => (replayed[world] === undefined ? [] : [rise - replayed[world]])),
            PREDICTED.saved,
          ),
        ]),
      );
    },
  },
  {
    id: 'unknown-facts-teach-guessing',
    evidence: 'trained',
    listed: ['GE'],
    statement:
      'A model that abstained about people whom it did not know guesses after it was taught facts that it could not know.',
    source: SOURCE,
    formula: 'IDK on people never stated, at the end of the first stage less after the second',
    explanation: [
      'A fifth of the sentences of the first stage say of somebody that nobody knows the day, and the network carries that over to people of whom it read nothing. The sentences of the second stage all state a day. What they teach about each person is one fact; what they teach about everybody is that a day is always said.',
    ],
    prediction: `abstention on people whom no sentence of the second stage names falls by ${rangeWords(PREDICTED.fallOfAbstention)}`,
    check: (tables) =>
      gated(
        hasLearnt(tables),
        'the network has not learnt the old facts: train longer',
        meanWithin(
          'abstention on people never stated before the second stage less after it',
          change(tables, false, 'new', (family) => stratum(family, 0).abstentionRate).map((rise) => -rise),
          PREDICTED.fallOfAbstention,
        ),
      ),
  },
  {
    id: 'language-survives-new-facts',
    evidence: 'trained',
    listed: ['N1'],
    statement: 'What a second stage overwrites are facts: the language of the same model does not suffer.',
    source: 'Kalai et al. 2025, §3.3: facts without repeated support, and regularities',
    formula: 'held-out loss before the second stage less after it ≥ 0',
    explanation: [
      'The text around the sentences goes on in the second stage, so that grammar and spelling are repeated there, as regularities are everywhere. Facts are not. That is the contrast of the paper in another place: errors come where the data do not repeat themselves.',
    ],
    prediction: `held-out loss falls by ${rangeWords(PREDICTED.language)} nats a token while the old facts are lost`,
    check: (tables) =>
      meanWithin(
        'held-out loss before the second stage less after it',
        change(tables, false, 'old', ({ prose }) => prose.loss).map((rise) => -rise),
        PREDICTED.language,
      ),
  },
];

function figure(tables: ReportTables): Figure {
  const groups = groupsOf(tables.runs);
  const arm = (replay: boolean) =>
    groups.find(({ setting }) => isReplay(String(setting['training.stages'])) === replay);
  const curve = (replay: boolean, family: string) =>
    stepPointsOf(tables, arm(replay), (row) => measured(tables.curves, row, family).wrong);
  return stepsFigure(
    {
      id: 'old-facts-and-new',
      title: 'Old facts and new ones over two stages of training',
      caption: [
        'Err + invalid mass on the people of the first stage and of the second, with and without old rows in the second stage, which begins at the last measurement but one. Means over worlds with 95 % Student t intervals.',
      ],
    },
    [
      {
        name: 'first people, new facts alone',
        colour: COLOUR.vermilion,
        shape: 'triangle-up',
        points: curve(false, 'old'),
      },
      { name: 'first people, a fifth of old rows', colour: COLOUR.blue, shape: 'circle', points: curve(true, 'old') },
      { name: 'second people', colour: COLOUR.green, shape: 'square', dash: DASH.dashed, points: curve(false, 'new') },
    ],
    { title: 'err + invalid mass', scale: { domain: [0, 1] } },
    { width: 600, height: 320 },
  );
}

export const newFactsLater: ExperimentClaims = {
  experiment: 'new-facts-later',
  title: 'New facts, taught later, overwrite old ones and teach guessing',
  claims,
  figures: (tables) => [figure(tables)],
};
