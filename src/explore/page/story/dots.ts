/** The picture of the people: one element that moves from step to step with the reader. */
import { DOTS_SIZE, dotsPicture, HEIGHT_WITH_STRIP, placeOf, stripOf } from '../../story/pictures/dotsPicture.js';
import { namedAs, type StoryFacts } from '../../story/storyFacts.js';
import { byId } from '../elements.js';

const holder = document.createElement('div');
holder.innerHTML = dotsPicture();
const picture = holder.firstElementChild as SVGSVGElement;
const [group, strip, spot] = ['.dots', '.strip', '.spot'].map((each) => picture.querySelector<SVGElement>(each)!);
const dots = [...group.children] as SVGUseElement[];

/** Puts the picture into a step, in its plain state. */
export function placeDots(step: string): SVGSVGElement {
  byId(`stage-${step}`).querySelector('.picture')!.append(picture);
  picture.setAttribute('viewBox', `0 0 ${DOTS_SIZE} ${DOTS_SIZE}`);
  strip.innerHTML = '';
  hideSpot();
  for (const dot of dots) dot.classList.remove('covered', 'asked-wrong');
  arrange(undefined);
  return picture;
}

/** Shows one person as named so many times. */
export function showNamed(person: number, times: number): void {
  const named = namedAs(times);
  if (dots[person].classList.contains(named)) return;
  dots[person].classList.remove('never', 'once', 'often');
  dots[person].classList.add(named);
  dots[person].setAttribute('href', `#dot-${named}`);
}

export function showAllNamed({ times }: StoryFacts): void {
  times.forEach((each, person) => showNamed(person, each));
}

/** Names the picture for screen readers. */
export function describeDots(words: string): void {
  picture.setAttribute('aria-label', words);
}

/** Draws the ring around a person, where it lands from above unless it is `quick`. */
export function showSpot(person: number, outcome: 'right' | 'wrong' | 'asked', quick = false): void {
  const [x, y] = placeOf(person);
  spot.setAttribute('cx', String(x));
  spot.setAttribute('cy', String(y));
  if (!quick) {
    spot.setAttribute('class', 'spot');
    // A new class in the same frame would not begin the movement again.
    void picture.getBoundingClientRect();
  }
  spot.setAttribute('class', `spot on ${outcome}${quick ? ' quick' : ''}`);
}

export function hideSpot(): void {
  spot.setAttribute('class', 'spot');
}

/** Covers the people never named: the others close ranks, those named once first. Undefined shows everybody in place. */
export function arrange(covered: StoryFacts | undefined): void {
  group.classList.toggle('moving', true);
  const order = dots.map((_, person) => person);
  if (covered !== undefined) {
    const rank = (person: number): number => [2, 0, 1][Math.min(2, covered.times[person])];
    order.sort((a, b) => rank(a) - rank(b) || a - b);
  }
  order.forEach((person, place) => {
    const [x, y] = placeOf(place);
    dots[person].style.transform = `translate(${x}px,${y}px)`;
    dots[person].classList.toggle('covered', covered !== undefined && covered.times[person] === 0);
  });
}

/** Shows the sentences below the people. */
export function showStrip({ rows, times }: StoryFacts): void {
  picture.setAttribute('viewBox', `0 0 ${DOTS_SIZE} ${HEIGHT_WITH_STRIP}`);
  strip.innerHTML = stripOf(Array.from(rows, (person) => namedAs(times[person])));
}

/** Marks one sentence as taken away; undefined puts it back. */
export function takeAway(row: number | undefined): void {
  strip.querySelector('.away')?.classList.remove('away');
  if (row !== undefined) strip.children[row].classList.add('away');
}

/** Marks a person about whom the model made something up. */
export function markWrong(person: number): void {
  dots[person].classList.add('asked-wrong');
}
