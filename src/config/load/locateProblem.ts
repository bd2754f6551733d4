import type { Problem } from '../../errors/userError.js';
import { dotted, type KeyPath, startsWith, valueAt } from '../paths.js';
import { type DrawnKey, placeOfDraw, type WrittenDraw } from './drawValues.js';
import { overridePlace } from './overrides.js';
import type { UnplacedProblem } from './schemaProblems.js';
import type { SweptKey, WrittenExperiment } from './writtenExperiment.js';

/**
 * Adds the place where the user wrote the value of a problem: the sweep, an override, or the file.
 *
 * @param choice position of the value that each swept key takes, [sweep]
 * @param draw the drawn keys
 * @param locate names the place of a path in the file
 */
export function locateProblem(
  unplaced: UnplacedProblem,
  written: WrittenExperiment,
  choice: readonly number[],
  draw: WrittenDraw,
  locate: (path: KeyPath) => string,
): Problem {
  const { path, ...what } = unplaced;
  const swept = sweptKeyOf(written.sweep, path);
  if (swept !== undefined) {
    const inSweep = [
      'sweep',
      swept.path.join('.'),
      choice[written.sweep.indexOf(swept)],
      ...path.slice(swept.path.length),
    ];
    const where = swept.override === undefined ? locate(inSweep) : overridePlace(swept.override);
    return { ...what, keyPath: dotted(inSweep), where };
  }
  const drawn = drawnKeyOf(draw, path);
  if (drawn !== undefined) {
    const inDraw = [...placeOfDraw(drawn.path), ...path.slice(drawn.path.length)];
    return { ...what, keyPath: dotted(inDraw), where: locate(placeOfDraw(drawn.path)) };
  }
  const override = overrideOf(written, path);
  return {
    ...what,
    keyPath: path.length === 0 ? undefined : dotted(path),
    where: override === undefined ? locate(path) : overridePlace(override),
  };
}

/** True if the problem is about one of the swept values itself. */
export function isSwept(unplaced: UnplacedProblem, written: WrittenExperiment): boolean {
  return sweptKeyOf(written.sweep, unplaced.path) !== undefined;
}

/** True if the problem is about a drawn value itself. */
export function isDrawn({ path }: UnplacedProblem, draw: WrittenDraw): boolean {
  return drawnKeyOf(draw, path) !== undefined;
}

function drawnKeyOf({ keys }: WrittenDraw, path: KeyPath): DrawnKey | undefined {
  return innermost(keys, path);
}

/** The innermost swept key that holds the path; its value was put in place last. */
function sweptKeyOf(sweep: readonly SweptKey[], path: KeyPath): SweptKey | undefined {
  return innermost(sweep, path);
}

function innermost<Key extends { readonly path: readonly string[] }>(
  keys: readonly Key[],
  path: KeyPath,
): Key | undefined {
  return keys.filter((each) => startsWith(path, each.path)).sort((a, b) => b.path.length - a.path.length)[0];
}

/** The last `--set` of the path or a parent; for a missing option, the `--set` that chose the kind which requires it. */
function overrideOf({ base, overrides }: WrittenExperiment, path: KeyPath): string | undefined {
  const lastAt = (test: (each: readonly string[]) => boolean): string | undefined =>
    overrides.filter((each) => test(each.path)).at(-1)?.text;
  const kind = [...path.slice(0, -1), 'kind'];
  const isMissing = valueAt(base, path) === undefined;
  return (
    lastAt((each) => startsWith(path, each)) ??
    (isMissing ? lastAt((each) => dotted(each) === dotted(kind)) : undefined)
  );
}
