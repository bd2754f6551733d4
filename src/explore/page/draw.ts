/** Puts charts, tables and sentences into the page. All HTML here comes from the library's numbers and fixed texts. */
import { boundsSentence, curveChart } from '../charts/curveChart.js';
import { short, threeDecimals } from '../charts/marks.js';
import { scoreChart } from '../charts/scoreChart.js';
import { takersChart } from '../charts/takersChart.js';
import type { Explored } from '../explore.js';
import { leaderboard } from '../leaderboard.js';
import {
  askedTable,
  experimentText,
  figuresList,
  flipsTable,
  leaderboardTable,
  summary,
  takersTable,
} from '../views.js';
import { byId } from './elements.js';

/** Time for which a slider must rest before screen readers announce the result, so that they do not announce every stop. */
const REST_MILLISECONDS = 600;
let announcing: ReturnType<typeof setTimeout> | undefined;

function widthOf(id: string): number {
  return Math.max(280, Math.floor(byId(id).clientWidth) - 2);
}

export function drawWorld(explored: Explored): void {
  byId('summary').textContent = summary(explored);
  byId('figures').innerHTML = figuresList(explored);
  byId('takers-chart').innerHTML = takersChart(explored, widthOf('takers-chart'));
  byId('takers-table').innerHTML = takersTable(explored);
  byId('asked').innerHTML = askedTable(explored);
  byId('curve-chart').innerHTML = curveChart(explored, widthOf('curve-chart'));
  byId('curve-words').textContent = boundsSentence(explored.curve);
  byId('experiment').textContent = experimentText(explored.state);
  announce(summary(explored));
}

export function drawGrading({ takers, state: { penalty } }: Explored): void {
  const board = leaderboard(takers, penalty);
  const [{ score }] = board.places;
  const first = board.places
    .filter(({ place }) => place === 1)
    .map(({ name }) => name)
    .join(' and ');
  const leader = `First at λ = ${short(penalty)}: ${first}, with ${threeDecimals(score)} points per question.`;
  byId('leader').textContent = leader;
  byId('board').innerHTML = leaderboardTable(board);
  byId('flips').innerHTML = flipsTable(board, penalty);
  byId('score-chart').innerHTML = scoreChart(takers, penalty, widthOf('score-chart'));
  announce(leader);
}

function announce(text: string): void {
  clearTimeout(announcing);
  announcing = setTimeout(() => (byId('status').textContent = text), REST_MILLISECONDS);
}
