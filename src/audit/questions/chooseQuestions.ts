/** Some of the questions, where an audit is limited. */
import { shuffle } from '../../random/shuffle.js';
import { stream } from '../../random/stream.js';

/**
 * Questions drawn at random, in the order of the table. A larger number of one seed draws the same ones and more, so that their
 * answers are kept.
 */
export function drawnQuestions<T>(questions: readonly T[], count: number, seed: number): readonly T[] {
  const order = shuffle(stream(seed, 'draw/questions'), [...questions.keys()]);
  return order
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((place) => questions[place]);
}
