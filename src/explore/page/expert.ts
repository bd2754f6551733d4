/** Expert mode: connects its controls to the library and draws the results. */
import type { Lexicon } from '../../corpus/lexicon.js';
import { UserError } from '../../errors/userError.js';
import { type Explored, explore } from '../explore.js';
import { type ExploreState, hashOf, INITIAL, stateOf } from '../state.js';
import { bindControls, bindCopy, showControls } from './controls.js';
import { drawGrading, drawWorld } from './draw.js';
import { byId } from './elements.js';

/** Rows and prompts up to which a draw is quick enough to follow every move of a slider; larger draws wait until it rests. */
const QUICK = 20_000;
const REST_MILLISECONDS = 150;
/** Safari allows a hundred changes of the address in half a minute. */
const ADDRESS_MILLISECONDS = 350;

/** Returns a function that shows expert mode for an address. */
export function expertPage(lexicon: Lexicon): (hash: string) => void {
  let state = stateOf('');
  let explored: Explored | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let addressing: ReturnType<typeof setTimeout> | undefined;

  function change(next: Partial<ExploreState>): void {
    state = { ...state, ...next };
    clearTimeout(addressing);
    addressing = setTimeout(() => history.replaceState(null, '', `#${hashOf(state)}`), ADDRESS_MILLISECONDS);
    showControls(state);
    const onlyPenalty =
      explored !== undefined && hashOf({ ...explored.state, penalty: 0 }) === hashOf({ ...state, penalty: 0 });
    clearTimeout(waiting);
    if (onlyPenalty) {
      explored = { ...explored!, state };
      drawGrading(explored);
    } else if (state.examples + state.prompts <= QUICK) {
      void update();
    } else {
      byId('results').classList.add('stale');
      waiting = setTimeout(() => void update(), REST_MILLISECONDS);
    }
  }

  /** Draws the page for the present state. A draw ends before the next move of a slider is handled; `asked` guards in case that changes. */
  async function update(): Promise<void> {
    const asked = state;
    const begun = performance.now();
    try {
      const found = await explore(asked, lexicon);
      if (asked !== state) return;
      explored = found;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const [{ summary, allowed }] = error.problems;
      byId('problem').textContent = `${summary}: ${allowed}`;
      byId('results').classList.add('stale');
      return;
    }
    byId('problem').textContent = '';
    byId('results').classList.remove('stale');
    drawWorld(explored);
    drawGrading(explored);
    const milliseconds = performance.now() - begun;
    document.documentElement.dataset.milliseconds = milliseconds.toFixed(1);
    byId('time').textContent = `Drawn, answered, measured and shown in ${Math.round(milliseconds)} ms.`;
  }

  bindControls(() => state, change);
  byId('reset').addEventListener('click', () => change(INITIAL));
  addEventListener('resize', () => {
    if (explored === undefined || byId('expert').hidden) return;
    drawWorld(explored);
    drawGrading(explored);
  });
  bindCopy();
  return (hash) => {
    state = stateOf(hash);
    showControls(state);
    void update();
  };
}
