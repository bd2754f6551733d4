/** The main chart: one lane per test-taker with its error rate and the bounds of the theorems. */
import type { Explored, TakerMeasurement } from '../explore.js';
import { type Frame, line, mark, px, rateAxis, scale, svg, text, threeDecimals } from './marks.js';

const LANE = 46;
const TOP = 26;

/** @param width pixels */
export function takersChart(explored: Explored, width: number): string {
  const { takers, singletonRate, missingMass } = explored;
  const frame: Frame = { width, height: TOP + LANE * takers.length + 40, left: 10, right: 14, top: TOP, bottom: 38 };
  const x = scale([0, 1], [frame.left, width - frame.right]);
  const foot = frame.height - frame.bottom;
  const near = Math.abs(x(singletonRate) - x(missingMass)) < 60;
  const srLeft = singletonRate < missingMass;
  const side = (left: boolean): 'end' | 'middle' | 'start' => (!near ? 'middle' : left ? 'end' : 'start');
  return svg(frame, label(explored), [
    rateAxis(frame, 'err, invalid responses included'),
    line(x(singletonRate), TOP - 4, x(singletonRate), foot, 'singletons'),
    line(x(missingMass), TOP - 4, x(missingMass), foot, 'missing'),
    ...takers.map((taker, lane) => laneOf(taker, TOP + lane * LANE, x)),
    text(
      Math.max(x(singletonRate), near && srLeft ? 62 : 30),
      14,
      `sr ${threeDecimals(singletonRate)}`,
      'reference',
      side(srLeft),
    ),
    text(
      Math.max(x(missingMass), near && !srLeft ? 66 : 30),
      14,
      `MM ${threeDecimals(missingMass)}`,
      'reference',
      side(!srLeft),
    ),
  ]);
}

function laneOf(taker: TakerMeasurement, top: number, x: (value: number) => number): string {
  const { id, name, theorem1, theorem2, errorRate, invalidMass } = taker;
  const y = top + 31;
  const err = errorRate + invalidMass;
  const bound =
    theorem1.lower > 0
      ? `<rect class="bound ${id}" x="${px(x(0))}" y="${px(y - 6)}" width="${px(x(theorem1.lower) - x(0))}" height="12"/>${line(x(theorem1.lower), y - 9, x(theorem1.lower), y + 9, `edge ${id}`)}`
      : '';
  const second =
    theorem2.lowerTight > 0 ? line(x(theorem2.lowerTight), y - 9, x(theorem2.lowerTight), y + 9, 'second') : '';
  const upper =
    id === 'calibrated' && theorem2.upper < 1
      ? line(x(err), y, x(theorem2.upper), y, 'reach') +
        line(x(theorem2.upper), y - 7, x(theorem2.upper), y + 7, 'reach')
      : '';
  const boundWords = theorem1.lower > 0 ? `T1 ≥ ${threeDecimals(theorem1.lower)}` : 'T1 vacuous';
  return [
    line(x(0), y, x(1), y, 'lane'),
    bound,
    second,
    upper,
    mark(id, x(err), y),
    text(
      x(0),
      top + 16,
      `${name}: ${invalidMass < 0.0005 ? 'err' : 'err + invalid'} ${threeDecimals(err)}, ${boundWords}`,
      'name',
    ),
  ].join('');
}

function label({ takers, singletonRate, missingMass }: Explored): string {
  return `Error rates. Singleton rate ${threeDecimals(singletonRate)}, missing mass ${threeDecimals(missingMass)}. ${takers.map(({ name, errorRate, invalidMass, theorem1 }) => `${name} ${threeDecimals(errorRate + invalidMass)}, Theorem 1 ${theorem1.lower > 0 ? `at least ${threeDecimals(theorem1.lower)}` : 'vacuous'}`).join('; ')}.`;
}
