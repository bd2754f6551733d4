/** Sentences about rankings and flips of re-scored answers. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { Difference, ScoreReport } from '../scoreReport.js';
import { plain } from './modelNames.js';

/** Greatest number of flips in sentences; `--json` lists all. */
const MOST_FLIPS = 5;

/**
 * One line per target, from the leader down: > if a model is ahead of the next, ≈ if the questions do not tell them apart, = for
 * equal scores, ? if they were asked mostly different questions.
 */
export function rankingLines(
  { rankings, ties, differences, models, level }: ScoreReport,
  width: number,
): readonly string[] {
  const targets = Object.keys(rankings);
  const label = Math.max(...targets.map((target) => target.length)) + 4;
  let unsure = false;
  const apart = new Map<string, Difference>();
  const lines = targets.flatMap((target) => {
    const text = rankings[target]
      .map((model, place) => {
        if (place === 0) return plain(model);
        const before = rankings[target][place - 1];
        const equal = ties[target].some((group) => group.includes(model) && group.includes(before));
        const difference = differences[target][place - 1];
        if (!difference.comparable) apart.set(`${difference.ahead}\n${difference.behind}`, difference);
        const close = isClose(difference, level);
        unsure ||= close && !equal && difference.comparable;
        return `${!difference.comparable ? '?' : equal ? '=' : close ? '≈' : '>'} ${plain(model)}`;
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
      ? indented(
          `≈: the ${Number((100 * level).toPrecision(6))} % interval of the difference contains 0, or the exact paired test does not tell them apart`,
          width,
        )
      : []),
    ...[...apart.values()].slice(0, MOST_APART).flatMap((each) => indented(apartSentence(each, models), width)),
    ...(apart.size > MOST_APART ? [`  … and ${apart.size - MOST_APART} more such pairs.`] : []),
    ...(below.length > 0
      ? indented(
          `All models score below 0 at ${below.join(', ')}: abstaining from every question would score higher.`,
          width,
        )
      : []),
  ];
}

/** Greatest number of pairs with different questions that are named. */
const MOST_APART = 3;

/** Returns whether a difference may be luck: by its interval, or by the exact test where there is one. */
function isClose({ interval, p }: Difference, level: number): boolean {
  if (interval !== null && interval.lower <= 0 && interval.upper >= 0) return true;
  return p !== null && p > 1 - level;
}

function apartSentence({ ahead, behind, shared }: Difference, models: ScoreReport['models']): string {
  const asked = [ahead, behind].map((name) => models.find(({ model }) => model === name)!.clusters ?? 0);
  const ids = shared === 0 ? ' Are their ids written alike?' : '';
  return `?: ${plain(ahead)} and ${plain(behind)} share ${shared} of ${Math.min(...asked)} questions: their order may be that of the questions.${ids}`;
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
