/** Texts that a model wrote, each fact in them marked as right or made up. */
import { printable } from '../../errors/printable.js';
import type { WrittenText } from '../../results/spoken.js';
import { factMark } from '../replyWords.js';
import { wrap } from './wrap.js';

/** A block for each text, in their order. */
export function writtenTexts(texts: readonly WrittenText[], width: number): string {
  return texts
    .map(({ text, facts, beginning }) => {
      let marked = '';
      let read = 0;
      for (const fact of facts) {
        if (fact.from < read) continue; // two wordings that share words
        marked += `${text.slice(read, fact.until)} [${factMark(fact)}]`;
        read = fact.until;
      }
      const what = beginning.trim() === '' ? 'It writes:' : 'It goes on:';
      return `${what}\n${wrap(`  ${printable(marked + text.slice(read))} …`, width, '  ')}\n`;
    })
    .join('\n');
}
