import type { Argv } from 'yargs';
import { UserError } from '../../errors/userError.js';
import { wrap } from '../../report/terminal/wrap.js';
import { lemma1HalfWidth } from '../../theory/goodTuring.js';
import { isVacuous, theorem2Bounds } from '../../theory/theorems/theorem2.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { INSIDE_UNIT, INTEGER_FROM, numberOption, PROBABILITY } from '../options/numbers.js';
import { print } from '../screen/print.js';

interface BoundsArguments {
  readonly examples: number;
  readonly singletonRate: number;
  readonly errors: number;
  readonly errorsMax: number | undefined;
  readonly delta: number;
  readonly gamma: number;
  readonly json: boolean;
}

export const boundsCommand: Command<BoundsArguments> = {
  builder: (yargs) =>
    yargs
      .option('examples', { ...numberOption('examples', INTEGER_FROM(1), 'N, training examples'), demandOption: true })
      .option('singleton-rate', {
        ...numberOption('singleton-rate', PROBABILITY, 'sr = singletons / N'),
        demandOption: true,
      })
      .option('errors', {
        ...numberOption('errors', INTEGER_FROM(1), 'K = min |E_c|, the fewest plausible errors of any prompt'),
        demandOption: true,
      })
      .option(
        'errors-max',
        numberOption(
          'errors-max',
          INTEGER_FROM(1),
          'L = max |E_c|, the most plausible errors of any prompt; default: K',
        ),
      )
      .option('delta', { ...numberOption('delta', PROBABILITY, 'δ, the calibration gap'), default: 0 })
      .option('gamma', {
        ...numberOption(
          'gamma',
          INSIDE_UNIT,
          'γ, probability with which a bound may fail; the paper uses 0.01, rounded',
        ),
        default: 0.01,
      })
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['bounds --examples 100000 --singleton-rate 0.5 --errors 364', 'birthdays: 365 responses, one of them right'],
          ['bounds --examples 1e6 --singleton-rate 0.2 --errors 3 --errors-max 99 --json', 'for other programs'],
        ),
      ) as unknown as Argv<BoundsArguments>, // yargs adds the names in camel case
  handler: ({ examples: N, singletonRate, errors, errorsMax, delta, gamma, json }) => {
    const bounds = boundsOf({ examples: N, singletonRate, errors, errorsMax: errorsMax ?? errors, delta, gamma });
    print(json ? `${JSON.stringify(bounds)}\n` : boundsText(bounds, N, gamma));
  },
};

type Bounds = ReturnType<typeof boundsOf>;

function boundsOf({
  examples,
  singletonRate,
  errors,
  errorsMax,
  delta,
  gamma,
}: Omit<BoundsArguments, 'json' | 'errorsMax'> & { readonly errorsMax: number }) {
  if (errorsMax < errors) {
    throw new UserError({
      code: 'out-of-range',
      summary: '--errors-max is below --errors',
      where: '--errors-max',
      found: String(errorsMax),
      allowed: `an integer of at least --errors, ${errors}`,
    });
  }
  const { lower, upper, lowerExact, lowerTight, upperExact, vacuous } = theorem2Bounds({
    singletonRate,
    examples,
    minErrors: errors,
    maxErrors: errorsMax,
    delta,
    gamma,
  });
  return {
    theorem2: { lower, upper, lowerExact, lowerTight, upperExact, vacuous },
    delta,
    lemma1: { halfWidth: lemma1HalfWidth(examples, gamma) },
  };
}

function boundsText({ theorem2, delta, lemma1 }: Bounds, examples: number, gamma: number): string {
  const number = (x: number): string => x.toFixed(4).padStart(12);
  const headings = ['paper, 99 %', `γ = ${gamma}`, 'derived'].map((heading) => heading.padStart(12)).join('');
  const gap = delta === 0 ? 'δ = 0' : `δ ≤ ${delta}`;
  return [
    wrap(lowerSentence(theorem2, examples, gap, gamma), WIDTH),
    wrap(
      'δ is the calibration gap. A model that abstains more often than its data has a larger δ and may err less: the bound is one of err + δ.',
      WIDTH,
    ),
    '',
    `${''.padEnd(LABEL)}${headings}`,
    `${`  err of any model with ${gap}, at least`.padEnd(LABEL)}${[theorem2.lower, theorem2.lowerExact, theorem2.lowerTight].map(number).join('')}`,
    `${'  err of the calibrated learner, at most'.padEnd(LABEL)}${[theorem2.upper, theorem2.upperExact].map(number).join('')}`,
    `${'  |MM − sr|, at most (Lemma 1)'.padEnd(LABEL)}${''.padEnd(12)}${number(lemma1.halfWidth)}`,
    '',
  ].join('\n');
}

const WIDTH = 80;
/** Width of the labels of the table. */
const LABEL = 42;

/** The lower bound in a sentence, with its probability: the paper's form, or the derived one where that form is vacuous. */
function lowerSentence(theorem2: Bounds['theorem2'], examples: number, gap: string, gamma: number): string {
  const least = (lower: number, confidence: string, form: string): string =>
    `By ${form}, with probability ${confidence}, a model with ${gap} errs at a rate of at least ${lower.toFixed(4)}.`;
  const chosen = `${Number((100 * (1 - gamma)).toPrecision(6))} %`;
  if (!theorem2.vacuous) return least(theorem2.lower, '99 %', 'Theorem 2');
  const nothing = `Theorem 2 as published says nothing at N = ${examples}: its lower bound is not above 0.`;
  if (isVacuous(theorem2.lowerTight)) return nothing;
  return `${nothing} ${least(theorem2.lowerTight, chosen, 'the tighter form, derived from the same proof')}`;
}
