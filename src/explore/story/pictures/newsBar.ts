/** A bar of the sentences that were taken away: those that were news, and the others. */
import { px, svg, text } from '../../charts/marks.js';
import type { LeftOut } from '../leaveOneOut.js';

const HEIGHT = 26;

/** @param all number of sentences, for which the whole width stands @param width pixels */
export function newsBar({ tried, news }: LeftOut, all: number, width: number): string {
  const [first, both] = [(width * news) / all, (width * tried) / all];
  const words = (at: number, room: number, content: string, className: string): string =>
    room < 8 * content.length ? '' : text(at + 6, HEIGHT / 2 + 4.5, content, className);
  return svg({ width, height: HEIGHT }, `${news} of ${tried} were news`, [
    `<rect class="untried" width="${px(width)}" height="${HEIGHT}" rx="4"/>`,
    `<rect class="no-news" width="${px(both)}" height="${HEIGHT}" rx="4"/>`,
    `<rect class="news" width="${px(first)}" height="${HEIGHT}" rx="4"/>`,
    words(0, first, `news ${news}`, 'within'),
    words(first, both - first, `no news ${tried - news}`, 'within'),
  ]);
}
