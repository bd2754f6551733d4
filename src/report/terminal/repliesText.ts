/** Answers of a model as a screen: what it said, how sure it was, and whether it made that up. */
import type { Reply } from '../../results/spoken.js';
import { replySentence, spokenText } from '../replyWords.js';
import { wrap } from './wrap.js';

/** A block for each reply, in their order. */
export function repliesText(replies: readonly Reply[], width: number): string {
  return replies
    .map(
      (reply) =>
        `${wrap(`${spokenText(reply.prompt)} …`, width)}\n${wrap(`  ${replySentence(reply)}`, width, '    ')}\n`,
    )
    .join('\n');
}
