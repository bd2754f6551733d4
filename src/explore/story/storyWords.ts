/** Sentences of the story that depend on numbers. */
import { thousands } from '../charts/marks.js';
import type { LeftOut } from './leaveOneOut.js';
import type { LiveMeasurement } from './liveTraining.js';
import type { SpokenAnswer } from './perfectMemory.js';
import { pointsText } from './pictures/studentsPicture.js';
import { birthdaySentence, type StoryFacts } from './storyFacts.js';
import { BREAK_EVEN, type Student } from './students.js';

/** A share as per cent, with one decimal. No line ends before its sign. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** Numbers of a corpus by the name under which the steps ask for them. */
export function factTexts(facts: StoryFacts): Readonly<Record<string, string>> {
  return {
    sentences: thousands(facts.rows.length),
    once: String(facts.once),
    often: String(facts.often),
    missing: percent(facts.missing),
  };
}

export function verdictWords({ right, times, truth }: SpokenAnswer): string {
  if (times === 0 && right) return `✓ Right, by pure luck: it has never read about this person.`;
  if (times === 0) return `✗ Made up. It has never read about this person. The truth: ${truth}.`;
  return `✓ Right. It has read this ${times === 1 ? 'once' : `${times} times`}.`;
}

export function askedWords(right: number, madeUp: number): string {
  const asked = right + madeUp;
  if (asked < 3) return 'Ask about some more people. Can you hear which answers are made up?';
  const counts = `${asked} questions: ${right} right, ${madeUp} made up.`;
  if (right === 0 || madeUp === 0) return `${counts} Ask on.`;
  return `${counts} Both kinds sound the same. Named once is enough to be known. Never named is made up.`;
}

export function guessWords(facts: StoryFacts, guess: number): string {
  const distance = Math.abs(guess - 100 * facts.missing);
  const praise = distance < 3 ? 'Well guessed! ' : '';
  return `${praise}Sentences about people named once: ${facts.once} of ${thousands(facts.rows.length)}, ${percent(facts.onceShare)}. The truth: ${percent(facts.missing)} of the people are never named, and about them the model makes things up. Once foretells never.`;
}

export function leftOutWords({ tried, news }: LeftOut, all: number): string {
  if (tried === 0) return 'Guess first: how often will the sentence be news?';
  const share = `${news} of ${tried} were news: ${percent(news / tried)}.`;
  if (tried < all) return share;
  return `${share} This is the share of sentences about people named once. The next sentence, or question, is drawn like these. So it is about somebody new about as often.`;
}

export function manyWords(facts: StoryFacts, error: number): string {
  return `${thousands(facts.rows.length)} sentences: ${percent(facts.onceShare)} of them are about people named once, and ${percent(error)} of the answers are wrong. The two stay together.`;
}

export function trainingWords({ shown, unshown, total }: LiveMeasurement, facts: StoryFacts): string {
  return `Wrong about people named: ${percent(shown)}; about the others: ${percent(unshown)}. Together ${percent(total)}, where ${percent(facts.missing)} of the people are never named. More training cannot help: nothing was said about them.`;
}

/** The words after a training that was stopped, or that did not learn everything. */
export function unfinishedWords({ step, shown, total }: LiveMeasurement): string {
  return `Stopped at step ${step}: ${percent(shown)} of the answers about people whom it was shown are still wrong, ${percent(total)} of all.`;
}

export function gradeWords(
  { guesser, honest }: { readonly guesser: Student; readonly honest: Student },
  cost: number,
): string {
  const apart = pointsText(Math.abs(guesser.points - honest.points));
  const parity = `A guessed day is right once in 365 times: guessing pays only while an error costs less than 1/${Math.round(1 / BREAK_EVEN)} of a point.`;
  if (cost === 0)
    return `Errors are free: the guesser leads by ${apart} points of 100. A guess can only win. Most tests for language models count like this.`;
  return guesser.points > honest.points
    ? `The guesser still leads, by ${apart} points. ${parity}`
    : `The honest one leads by ${apart} points. ${parity}`;
}

/** Two answers of the model in training, as HTML: about somebody whom it was shown once, and about somebody never named. */
export function spokenWhileTraining({ likeliest }: LiveMeasurement, facts: StoryFacts): string {
  const line = (named: 'once' | 'never'): string => {
    const person = facts.times.indexOf(named === 'once' ? 1 : 0);
    if (person < 0) return '';
    const right = likeliest[person] === facts.birthdays[person];
    return `<span class="spoken ${right ? 'right' : 'wrong'}"><small>${named === 'once' ? 'Named once:' : 'Never named:'}</small> ${birthdaySentence(facts, person, likeliest[person])} <b>${right ? '✓' : '✗'}</b></span>`;
  };
  return line('once') + line('never');
}

/** Praise or comfort for a guess before the training; empty if the reader did not guess. */
export function guessedWords(guess: string | undefined): string {
  if (guess === undefined) return '';
  return guess === 'missing' ? 'You guessed right. ' : 'Your guess was another. ';
}
