/** Texts that a model wrote, each fact in them marked as right or made up. */
import { printable } from '../../errors/printable.js';
import type { WrittenText } from '../../results/spoken.js';
import { factMark, partsOfText } from '../replyWords.js';
import { wrap } from './wrap.js';

/** A block for each text, in their order. */
export function writtenTexts(texts: readonly WrittenText[], width: number): string {
  return texts
    .map((written) => {
      const marked = partsOfText(written)
        .map(({ before, stated, fact }) => `${before}${stated}${fact === null ? '' : ` [${factMark(fact)}]`}`)
        .join('');
      const what = written.beginning.trim() === '' ? 'It writes:' : 'It goes on:';
      return `${what}\n${wrap(`  ${printable(marked)} …`, width, '  ')}\n`;
    })
    .join('\n');
}
