/** Sliders, choice of a law, and seed: they show a state and request changes of it. */
import { type LawKind, lawOf } from '../laws.js';
import { type ExploreState, parameterOf, SETTING_NAMES, SETTINGS } from '../state.js';
import { settingText } from '../views.js';
import { byId } from './elements.js';

type Change = (next: Partial<ExploreState>) => void;

export function bindControls(stateNow: () => ExploreState, change: Change): void {
  for (const name of SETTING_NAMES) {
    const input = byId<HTMLInputElement>(name);
    input.addEventListener('input', () => change({ [name]: SETTINGS[name].stops[Number(input.value)] }));
  }
  const law = byId<HTMLSelectElement>('law');
  law.addEventListener('input', () =>
    change({ law: law.value as LawKind, parameter: parameterOf(law.value as LawKind, NaN) }),
  );
  const parameter = byId<HTMLInputElement>('parameter');
  parameter.addEventListener('input', () =>
    change({ parameter: lawOf(stateNow().law).parameter!.stops[Number(parameter.value)] }),
  );
  const seed = byId<HTMLInputElement>('seed');
  seed.addEventListener('input', () => {
    if (seed.value !== '' && Number.isSafeInteger(Number(seed.value))) change({ seed: Number(seed.value) });
  });
  byId('another').addEventListener('click', () => change({ seed: stateNow().seed + 1 }));
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  byId('flips').addEventListener('click', (event) => {
    const penalty = (event.target as HTMLElement).dataset.penalty;
    if (penalty !== undefined) change({ penalty: Math.min(Number(penalty), SETTINGS.penalty.stops.at(-1)!) });
  });
}

/** Lets the button beside the experiment file copy it, or select it where the browser forbids to copy. */
export function bindCopy(): void {
  const text = byId('experiment');
  byId('copy').addEventListener('click', async () => {
    getSelection()?.selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent ?? '');
      byId('copied').textContent = 'Copied.';
    } catch {
      byId('copied').textContent = 'Selected: copy it with the keyboard.';
    }
  });
}

export function showControls(state: ExploreState): void {
  for (const name of SETTING_NAMES) show(name, SETTINGS[name].stops, state[name], settingText(name, state[name]));
  byId<HTMLSelectElement>('law').value = state.law;
  const { parameter } = lawOf(state.law);
  byId('parameter-control').hidden = parameter === null;
  if (parameter !== null) {
    byId('parameter-label').textContent = parameter.label;
    byId<HTMLInputElement>('parameter').max = String(parameter.stops.length - 1);
    show('parameter', parameter.stops, state.parameter, String(state.parameter));
  }
  const seed = byId<HTMLInputElement>('seed');
  if (Number(seed.value) !== state.seed || seed.value === '') seed.value = String(state.seed);
}

/** Sets a slider to the stop nearest to the value; screen readers announce the value itself. */
function show(id: string, stops: readonly number[], value: number, text: string): void {
  const distance = (stop: number): number => Math.abs(stop - value);
  const nearest = stops.reduce((best, stop, i) => (distance(stop) < distance(stops[best]) ? i : best), 0);
  const input = byId<HTMLInputElement>(id);
  input.value = String(nearest);
  input.setAttribute('aria-valuetext', text);
  byId(`${id}-value`).textContent = text;
}
