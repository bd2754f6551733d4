import type { Argv, CommandModule } from 'yargs';
import { UserError } from '../../errors/userError.js';
import { lemma1HalfWidth } from '../../theory/goodTuring.js';
import { theorem2Bounds } from '../../theory/theorems/theorem2.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { INSIDE_UNIT, INTEGER_FROM, numberOption, PROBABILITY } from '../options/numbers.js';

interface BoundsArguments {
  readonly examples: number;
  readonly singletonRate: number;
  readonly errors: number;
  readonly errorsMax: number | undefined;
  readonly delta: number;
  readonly gamma: number;
  readonly json: boolean;
}

export const boundsCommand: CommandModule<object, BoundsArguments> = {
  command: 'bounds',
  describe: "evaluate Theorem 2's bounds from a singleton rate",
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
    process.stdout.write(json ? `${JSON.stringify(bounds)}\n` : boundsText(bounds, N, gamma));
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
  const { lower, upper, lowerExact, upperExact, vacuous } = theorem2Bounds({
    singletonRate,
    examples,
    minErrors: errors,
    maxErrors: errorsMax,
    delta,
    gamma,
  });
  return {
    theorem2: { lower, upper, lowerExact, upperExact, vacuous },
    lemma1: { halfWidth: lemma1HalfWidth(examples, gamma) },
  };
}

function boundsText({ theorem2, lemma1 }: Bounds, examples: number, gamma: number): string {
  const number = (x: number): string => x.toFixed(4).padStart(8);
  const says = theorem2.vacuous
    ? `Theorem 2 says nothing at N = ${examples}: its lower bound is not above 0.`
    : `By Theorem 2 every model errs at a rate of at least ${theorem2.lower.toFixed(4)}.`;
  return [
    says,
    '',
    `                                            paper (γ = 0.01)   exact γ = ${gamma}`,
    `  err of every model at least                     ${number(theorem2.lower)}      ${number(theorem2.lowerExact)}`,
    `  err of the calibrated learner at most           ${number(theorem2.upper)}      ${number(theorem2.upperExact)}`,
    `  |missing mass − sr| at most (Lemma 1)                       ${number(lemma1.halfWidth).padStart(12)}`,
    '',
  ].join('\n');
}
