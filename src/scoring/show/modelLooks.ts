/** Looks of models in figures: the same name, colour and shape in all of them. */
import { COLOURS, SHAPES, type Shape } from '../../report/figures/palette.js';
import type { ScoreReport } from '../scoreReport.js';
import { shortModelNames } from './modelNames.js';

/** Greatest number of models in a figure; more could not be distinguished. */
export const MOST_LOOKS = 12;

const LONGEST_NAME = 40;

/** A model's name, colour and shape, the same in all figures. */
export interface ModelLook {
  readonly name: string;
  readonly colour: string;
  readonly shape: Shape;
}

/** Looks of the models. */
export function modelLooks({ models }: ScoreReport): ReadonlyMap<string, ModelLook> {
  const first = [...models].sort((a, b) => b.accuracy - a.accuracy).slice(0, MOST_LOOKS);
  const short = shortModelNames(
    first.map(({ model }) => model),
    LONGEST_NAME,
  );
  // Names that are equal once they are cut short are numbered.
  const names = short.map((name, at) => (short.indexOf(name) === at ? name : `${name} (${at + 1})`));
  return new Map(
    first.map(({ model }, at) => [
      model,
      { name: names[at], colour: COLOURS[at % COLOURS.length], shape: SHAPES[at % SHAPES.length] },
    ]),
  );
}
