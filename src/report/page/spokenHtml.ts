/** The part of a report in which one of its networks speaks: answers at the end, texts in each third of its training. */
import type { Spoken, WrittenText } from '../../results/spoken.js';
import { COLOUR } from '../figures/palette.js';
import { factMark, partsOfText, replySentence, spokenText } from '../replyWords.js';
import { escapeHtml } from './escape.js';

/** Words of one run while it was trained. */
export interface SpokenRun {
  /** The run in words: what is swept, and the seed. */
  readonly setting: string;
  readonly steps: readonly (Spoken & { readonly step: number })[];
}

export const SPOKEN_STYLE = `
.said { margin: .75rem 0; padding: 0; list-style: none; max-width: 60rem; }
.said li, .said blockquote { margin: .6rem 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--line); }
.said .right { border-color: ${COLOUR.green}; } .said .error, .said .invalid { border-color: ${COLOUR.vermilion}; }
.said .asked { color: var(--soft); }
.said mark { background: none; color: inherit; text-decoration: underline 2px; text-underline-offset: .2em; text-decoration-color: ${COLOUR.vermilion}; }
.said mark.right { text-decoration-color: ${COLOUR.green}; } .said small { color: var(--soft); }
`;

/** @returns a section; nothing where the run said nothing */
export function spokenHtml({ setting, steps }: SpokenRun): string {
  const replies = steps.flatMap((each) => each.replies);
  const written = steps.filter(({ texts }) => texts.length > 0);
  if (replies.length === 0 && written.length === 0) return '';
  return `<section aria-labelledby="said">
<h2 id="said">What the model says</h2>
<p>One run (${escapeHtml(setting)}). Its answers are drawn from its probabilities, as the error rate counts them.</p>
<ul class="said">
${replies.map((reply) => `<li class="${reply.outcome}"><span class="asked">${escapeHtml(spokenText(reply.prompt))} …</span><br>${escapeHtml(replySentence(reply))}</li>`).join('\n')}
</ul>
${written
  .map(
    ({ step, texts }) =>
      `<h3>What it writes after step ${step}</h3>\n<div class="said">${texts.map((text) => `<blockquote>${markedHtml(text)} …</blockquote>`).join('\n')}</div>`,
  )
  .join('\n')}
</section>`;
}

/** A text with its facts underlined, and what is to be said of each behind it. */
function markedHtml(written: WrittenText): string {
  return partsOfText(written)
    .map(({ before, stated, fact }) =>
      fact === null
        ? escapeHtml(before)
        : `${escapeHtml(before)}<mark class="${fact.outcome}">${escapeHtml(stated)}</mark> <small>[${escapeHtml(factMark(fact))}]</small>`,
    )
    .join('');
}
