/** Parts that all steps of the story share. */
import type { StoryFacts } from '../../story/storyFacts.js';
import type { StoryState } from '../../story/storyState.js';
import { byId } from '../elements.js';

/** The story as its steps see it. */
export interface StoryContext {
  state(): StoryState;
  facts(): StoryFacts;
  /** Changes the state; the present step is shown anew. */
  change(next: Partial<StoryState>): void;
}

/** Script of a step. */
export interface StepScript {
  /** Shows the step for the present state: when the reader comes, after each change, and when the window's size changes. */
  show(): void;
}

/** Element of a step into which its picture is drawn. */
export function pictureElement(step: string): HTMLElement {
  return byId(`stage-${step}`).querySelector<HTMLElement>('.picture')!;
}

/** Size of that element in pixels. */
export function sizeOfPicture(step: string): { readonly width: number; readonly height: number } {
  const { clientWidth, clientHeight } = pictureElement(step);
  return { width: Math.max(260, clientWidth), height: Math.max(180, clientHeight) };
}

/** Calls back with the stop to which a slider is moved. */
export function onSlide(id: string, moved: (at: number) => void): void {
  const input = byId<HTMLInputElement>(id);
  input.addEventListener('input', () => moved(Number(input.value)));
}

/** Sets a slider, and the text that stands beside it and that screen readers announce. */
export function setSlider(id: string, at: number, text: string): void {
  const input = byId<HTMLInputElement>(id);
  input.value = String(at);
  input.setAttribute('aria-valuetext', text);
  byId(`${id}-value`).textContent = text;
}

/** Writes a text where it differs, so that screen readers do not announce it again. */
export function write(id: string, text: string): void {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

/** Fills the counts in the legend of a step; empty ones are not known yet. */
export function fillLegend(step: string, facts: StoryFacts | undefined): void {
  for (const named of ['never', 'once', 'often'] as const)
    byId(`stage-${step}`).querySelector(`[data-count=${named}]`)!.textContent =
      facts === undefined ? '' : String(facts[named]);
}
