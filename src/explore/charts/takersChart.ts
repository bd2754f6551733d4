/** The main chart: one lane per test-taker with its error rate and the bounds of the theorems. */
import { wrongRate } from '../../theory/outcome.js';
import type { Explored, TakerMeasurement } from '../explore.js';
import { type Frame, line, mark, px, rateAxis, scale, svg, text, threeDecimals } from './marks.js';

const LANE = 46;
/** Room for the labels of sr and MM, a row each, so that they never lie on each other. */
const TOP = 40;

/** @param width pixels */
export function takersChart(explored: Explored, width: number): string {
  const { takers, singletonRate, missingMass } = explored;
  const frame: Frame = { width, height: TOP + LANE * takers.length + 40, left: 10, right: 14, top: TOP, bottom: 38 };
  const x = scale([0, 1], [frame.left, width - frame.right]);
  const foot = frame.height - frame.bottom;
  return svg(frame, label(explored), [
    rateAxis(frame, 'err, invalid responses included'),
    line(x(singletonRate), 2, x(singletonRate), foot, 'singletons'),
    line(x(missingMass), 18, x(missingMass), foot, 'missing'),
    ...takers.map((taker, lane) => laneOf(taker, TOP + lane * LANE, x)),
    reference('sr', singletonRate, 12, x),
    reference('MM', missingMass, 28, x),
  ]);
}

/** Label of a line, beside its upper end. */
function reference(symbol: string, value: number, y: number, x: (value: number) => number): string {
  const left = value > 0.8;
  return text(x(value) + (left ? -5 : 5), y, `${symbol} ${threeDecimals(value)}`, 'reference', left ? 'end' : 'start');
}

function laneOf(taker: TakerMeasurement, top: number, x: (value: number) => number): string {
  const { id, name, theorem1, theorem2, invalidMass } = taker;
  const y = top + 31;
  const err = wrongRate(taker);
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
  return `Error rates. Singleton rate ${threeDecimals(singletonRate)}, missing mass ${threeDecimals(missingMass)}. ${takers.map((taker) => `${taker.name} ${threeDecimals(wrongRate(taker))}, Theorem 1 ${taker.theorem1.lower > 0 ? `at least ${threeDecimals(taker.theorem1.lower)}` : 'vacuous'}`).join('; ')}.`;
}
