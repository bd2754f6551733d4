/** Sentences about rankings and flips of re-scored answers. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { ScoreReport } from '../scoreReport.js';
import { plain } from './modelNames.js';

/** Greatest number of flips in sentences; `--json` lists all. */
const MOST_FLIPS = 15;

/** One line per target, from the leader down: > if a model is ahead of the next, ≈ if the interval of their difference contains 0, = for equal scores. */
export function rankingLines(
  { rankings, ties, differences, models, level }: ScoreReport,
  width: number,
): readonly string[] {
  const targets = Object.keys(rankings);
  const label = Math.max(...targets.map((target) => target.length)) + 4;
  let unsure = false;
  const lines = targets.flatMap((target) => {
    const text = rankings[target]
      .map((model, place) => {
        if (place === 0) return plain(model);
        const before = rankings[target][place - 1];
        const equal = ties[target].some((group) => group.includes(model) && group.includes(before));
        const interval = differences[target][place - 1].interval;
        const close = interval !== null && interval.lower <= 0 && interval.upper >= 0;
        unsure ||= close && !equal;
        return `${equal ? '=' : close ? '≈' : '>'} ${plain(model)}`;
      })
      .join(' ');
    const [first, ...others] = wrapLines(text, width - label - 4, { breakWords: true });
    return [`  ${`t = ${target}`.padEnd(label)}  ${first}`, ...others.map((line) => `${' '.repeat(label + 4)}${line}`)];
  });
  const below = targets.flatMap((target) =>
    models.every(({ scores }) => scores[target] < 0) ? [`t = ${target}`] : [],
  );
  return [
    ...lines,
    ...(unsure
      ? indented(`≈: the ${Number((100 * level).toPrecision(6))} % interval of the difference contains 0`, width)
      : []),
    ...(below.length > 0
      ? indented(
          `All models score below 0 at ${below.join(', ')}: abstaining from every question would score higher.`,
          width,
        )
      : []),
  ];
}

export function flipSentences({ flips, models }: ScoreReport): readonly string[] {
  if (models.length < 2) return ['There is only one model, so no order can flip.'];
  if (flips.length === 0)
    return ['No pair changes places under any penalty: in every pair, the more accurate model makes no more errors.'];
  return [
    ...flips
      .slice(0, MOST_FLIPS)
      .map(
        ({ ahead, behind, penalty, target }) =>
          `${plain(ahead)} is ahead of ${plain(behind)} by accuracy; with a penalty above ${significant(penalty)} per error (t > ${significant(target)}) ${plain(behind)} is ahead.`,
      ),
    ...(flips.length > MOST_FLIPS ? [`… and ${flips.length - MOST_FLIPS} more pairs: --json lists all.`] : []),
  ];
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Lines of a note below a heading; the names of models in them may be longer than a line. */
export function indented(text: string, width: number): readonly string[] {
  return wrapLines(text, width, { indent: '  ', breakWords: true });
}
