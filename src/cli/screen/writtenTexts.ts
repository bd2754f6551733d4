/** Texts that a model wrote, each fact in them marked as right or made up. */
import { printable } from '../../errors/printable.js';
import type { WrittenText } from '../../measurement/prose/continueTexts.js';
import type { StatedFact } from '../../measurement/prose/statedFacts.js';
import { wrap } from '../../report/terminal/wrap.js';

/** A block for each text, in their order. */
export function writtenTexts(texts: readonly WrittenText[], width: number): string {
  return texts
    .map(({ text, facts, beginning }) => {
      let marked = '';
      let read = 0;
      for (const fact of facts) {
        if (fact.from < read) continue; // two wordings that share words
        marked += `${text.slice(read, fact.until)} [${mark(fact)}]`;
        read = fact.until;
      }
      const what = beginning.trim() === '' ? 'It writes:' : 'It goes on:';
      return `${what}\n${wrap(`  ${printable(marked + text.slice(read))} …`, width, '  ')}\n`;
    })
    .join('\n');
}

function mark({ outcome, shown, answer }: StatedFact): string {
  const times = shown === 0 ? 'never shown' : shown === 1 ? 'shown once' : `shown ${shown} times`;
  return {
    right: `right: ${times}`,
    wrong: `${shown === 0 ? 'made up' : 'wrong'}: ${times}; it is ${answer}`,
    abstention: `abstains: ${times}; it is ${answer}`,
    nobody: 'made up: there is nobody of this name',
  }[outcome];
}
