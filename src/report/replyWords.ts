/** A model's answer in words: what it said, how sure it was, and whether it made that up. */
import type { Reply, StatedFact, WrittenText } from '../results/spoken.js';

/** A text without the spaces that tokens need. */
export function spokenText(text: string): string {
  return text.replace(/ \.$/, '').replaceAll(" '", "'");
}

/** "January 11 (p 0.04) – made up: never shown; it is May 3 (p 0.002)" */
export function replySentence(reply: Reply): string {
  const { outcome, probability, said, answer, right, abstention, invalid } = reply;
  const words = outcome === 'invalid' ? 'something that is no answer' : spokenText(said);
  const truth = `it is ${spokenText(answer)} (${share(right)})`;
  const meaning = {
    right: `right: ${timesShown(reply)}`,
    error: `${reply.shown === 0 ? 'made up' : 'wrong'}: ${timesShown(reply)}; ${truth}`,
    abstention: `abstains: ${timesShown(reply)}; ${truth}`,
    invalid: `${timesShown(reply)}; ${truth}`,
  }[outcome];
  const others = [
    ...(outcome !== 'abstention' && abstention > 0.05 ? [`"I don't know" ${share(abstention)}`] : []),
    ...(outcome !== 'invalid' && invalid > 0.05 ? [`no valid answer ${share(invalid)}`] : []),
  ];
  return `${words} (${share(probability)}) – ${[meaning, ...others].join('; ')}`;
}

function timesShown({ shown, abstained, nature }: Reply): string {
  const asked = shown === 0 && abstained > 0 ? `, ${abstained} × with "I don't know"` : '';
  return `${countWords(shown)}${asked}${nature === 'pattern' ? ', follows a rule' : ''}`;
}

function countWords(shown: number): string {
  return shown === 0 ? 'never shown' : shown === 1 ? 'shown once' : `shown ${shown} times`;
}

/** A probability in two digits: `p 0.04`, `p < 0.001`. */
function share(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p.toPrecision(2)}`;
}

/** Words behind a fact in a text: whether it is right, and how often training stated it. */
export function factMark({ outcome, shown, answer }: StatedFact): string {
  const times = countWords(shown);
  return {
    right: `right: ${times}`,
    wrong: `${shown === 0 ? 'made up' : 'wrong'}: ${times}; it is ${answer}`,
    abstention: `abstains: ${times}; it is ${answer}`,
    nobody: 'made up: there is nobody of this name',
  }[outcome];
}

/** A written text in parts: what stands before each fact, and the fact; behind the last one what is left, without a fact. */
export function partsOfText({
  text,
  facts,
}: WrittenText): readonly { readonly before: string; readonly stated: string; readonly fact: StatedFact | null }[] {
  const parts: { before: string; stated: string; fact: StatedFact | null }[] = [];
  let read = 0;
  for (const fact of facts) {
    if (fact.from < read) continue; // two wordings that share words
    parts.push({ before: text.slice(read, fact.from), stated: text.slice(fact.from, fact.until), fact });
    read = fact.until;
  }
  return [...parts, { before: text.slice(read), stated: '', fact: null }];
}
