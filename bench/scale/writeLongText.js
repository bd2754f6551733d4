// @ts-check
/** A long text for measurements: sentences of the addresses in random order, with made-up words as rare as those of real texts. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { integer } from '../../dist/random/integer.js';
import { stream } from '../../dist/random/stream.js';

const SYLLABLES = ['ba', 'ke', 'lo', 'min', 'tar', 've', 'so', 'rin', 'da', 'pol', 'gu', 'chi'];
/** One sentence in so many is followed by a made-up word: a larger text has more different words. */
const PER_WORD = 4;

/**
 * Writes documents of 20 to 59 sentences, with empty lines between them.
 * @param {string} path
 * @param {number} least bytes of the file, about
 * @returns {number} bytes of the file
 */
export function writeLongText(path, least) {
  const addresses = gunzipSync(readFileSync(new URL('../../corpora/addresses/addresses.jsonl.gz', import.meta.url)))
    .toString()
    .trim()
    .split('\n')
    .map((line) => /** @type {{ text: string }} */ (JSON.parse(line)).text);
  const sentences = addresses.flatMap((text) => text.replace(/\s+/g, ' ').split(/(?<=[.!?]) (?=[A-Z])/));
  const random = stream(1, 'batches');
  const word = () =>
    Array.from({ length: 2 + integer(random, 4) }, () => SYLLABLES[integer(random, SYLLABLES.length)]).join('');
  const document = () =>
    Array.from({ length: 20 + integer(random, 40) }, () => {
      const sentence = sentences[integer(random, sentences.length)];
      return integer(random, PER_WORD) === 0 ? `${sentence} ${word()}.` : sentence;
    }).join(' ');
  const file = openSync(path, 'w');
  let bytes = 0;
  while (bytes < least) {
    const documents = Array.from({ length: 100 }, document);
    bytes += writeSync(file, `${documents.join('\n\n')}\n\n`);
  }
  closeSync(file);
  return bytes;
}
