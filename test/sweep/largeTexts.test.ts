/** Texts that are kept on the disk: the same corpus as in memory, and nothing damaged or outdated is ever read. */

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { type Documents, inMemory, type KeptText, lowerBound } from '../../src/corpus/prose/keptText.js';
import { minimalPairs } from '../../src/corpus/prose/minimalPairs.js';
import { pieceCounts } from '../../src/corpus/prose/pieceCounts.js';
import type { World } from '../../src/corpus/world.js';
import { stream } from '../../src/random/stream.js';
import { ADDRESSES_FILE, documentsIn, readDocuments } from '../../src/sweep/run/textFiles.js';
import { keptTexts } from '../../src/sweep/texts/keptTexts.js';
import { linesOf } from '../../src/sweep/texts/textLines.js';
import { textPieces } from '../../src/text/textPieces.js';
import { proseBatches } from '../../src/training/proseBatches.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';
import { cityProseIn } from '../measurement/cityProse.js';

const at = temporaryFolder();
let folders = 0;
const newRoot = (): string => path.join(at, `kept-${folders++}`);
const texts = (await documentsIn([ADDRESSES_FILE])).filter((_, i) => i % 40 === 0);
const file = path.join(at, 'text.txt');
writeFileSync(file, texts.join('\n\n'));

const schedule = { steps: 8, batchSize: 6 };
const confirm = (): void => {};
const onDisk = (root: string, from = file, sha256 = 'a'): Promise<Documents> =>
  readDocuments([from], { sha256, confirm, most: 1000, root });

function worldOf(documents: Documents, vocabulary = 600): World {
  return cityProseIn(documents, { source: 'x', vocabulary, share: 0.6, context: 12 });
}

/** All that training and measurement read of a world's text. */
function readOf(world: World) {
  const corpus = drawCorpus(world, 60, 3);
  const { training, heldOut, heldOutDocuments, tokenizer } = world.prose!;
  const rows = proseBatches(world.prose!, { statements: corpus.statements! }, schedule, stream(1, 'batches'));
  return {
    bpe: tokenizer.bpe,
    parts: [training, heldOut].map(({ tokens, sentences, characters }) => ({
      tokens: tokens.slice(0, tokens.length),
      sentences: sentences.slice(0, sentences.length),
      characters,
    })),
    heldOutDocuments: [...heldOutDocuments],
    words: [...world.prose!.knownWords()].sort(),
    pairs: minimalPairs(world.prose!),
    prompts: world.families[0].prompts,
    batches: Array.from({ length: schedule.steps }, () => rows.next().value),
  };
}

/** The folders of kept texts: their documents, and their tokens. */
function keptIn(root: string): { readonly documents: string; readonly tokens: readonly string[] } {
  const all = readdirSync(root).map((name) => path.join(root, name));
  const isDocuments = (folder: string): boolean => readdirSync(folder).includes('documents.txt');
  return { documents: all.find(isDocuments)!, tokens: all.filter((folder) => !isDocuments(folder)) };
}

describe('a text on the disk', () => {
  const small = readOf(worldOf(texts));

  test('gives what the same text in memory gives, made anew and kept', async () => {
    const root = newRoot();
    const documents = await onDisk(root);
    expect([documents.length, documents.keeper === undefined]).toEqual([texts.length, false]);
    expect([...documents]).toEqual(texts);
    expect(readOf(worldOf(documents))).toEqual(small);
    const { tokens } = keptIn(root);
    expect(tokens).toHaveLength(1);
    const written = readFileSync(path.join(tokens[0], 'manifest.json'), 'utf8');
    expect(readOf(worldOf(await onDisk(root)))).toEqual(small);
    expect(keptIn(root).tokens).toEqual(tokens);
    expect(readFileSync(path.join(tokens[0], 'manifest.json'), 'utf8')).toBe(written);
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('is read in memory where it fits, and leaves nothing', async () => {
    const root = newRoot();
    const documents = await readDocuments([file], { sha256: 'a', confirm, root });
    expect(documents).toEqual(texts);
    expect(existsSync(root)).toBe(false);
  });

  test('is the same from tables, packed ones too', async () => {
    const packed = path.join(at, 'text.jsonl.gz');
    writeFileSync(packed, gzipSync(texts.map((text) => JSON.stringify({ text })).join('\n')));
    const root = newRoot();
    expect([...(await onDisk(root, packed))]).toEqual(texts);
    // The same digest under another ending is another text.
    expect([...(await onDisk(root))]).toEqual(texts);
    expect(readdirSync(root)).toHaveLength(2);
  });

  test('has tokens of its own for other options, and for another text', async () => {
    const root = newRoot();
    const other = worldOf(await onDisk(root), 700).prose!;
    expect(other.tokenizer.bpe).not.toEqual(small.bpe);
    expect(readOf(worldOf(await onDisk(root)))).toEqual(small);
    expect(keptIn(root).tokens).toHaveLength(2);
    const changed = path.join(at, 'changed.txt');
    writeFileSync(changed, texts.slice(1).join('\n\n'));
    const documents = await onDisk(root, changed, 'b');
    expect([...documents]).toEqual(texts.slice(1));
    expect(readOf(worldOf(documents))).toEqual(readOf(worldOf(texts.slice(1))));
  });

  test.each(['training-tokens', 'held-out.txt', 'card.json', 'manifest.json'])(
    'is made anew where %s is damaged',
    async (name) => {
      for (const damage of [
        (damaged: string) => appendFileSync(damaged, 'x'),
        (damaged: string) => writeFileSync(damaged, readFileSync(damaged).fill(0, 10, 12)),
        (damaged: string) => rmSync(damaged),
      ]) {
        const root = newRoot();
        readOf(worldOf(await onDisk(root)));
        const [place] = keptIn(root).tokens;
        const sound = readFileSync(path.join(place, name));
        damage(path.join(place, name));
        expect(readOf(worldOf(await onDisk(root)))).toEqual(small);
        expect(readFileSync(path.join(place, name))).toEqual(sound);
        expect(readdirSync(root)).toHaveLength(2);
      }
    },
  );

  test('is read anew where its documents are damaged', async () => {
    const root = newRoot();
    await onDisk(root);
    writeFileSync(path.join(keptIn(root).documents, 'documents.txt'), 'other\n');
    expect([...(await onDisk(root))]).toEqual(texts);
  });

  test('is nothing half-written, whatever ends the writing', async () => {
    const root = newRoot();
    const changes = (): void => {
      throw new Error('the file has changed');
    };
    const reading = readDocuments([file], { sha256: 'a', confirm: changes, most: 1000, root });
    await expect(reading).rejects.toThrow('the file has changed');
    expect(readdirSync(root)).toEqual([]);
    const write = (): never => {
      throw new Error('stopped');
    };
    expect(() => keptTexts(root).kept(['x'], write)).toThrow('stopped');
    expect(readdirSync(root)).toEqual([]);
  });

  test('is the one that was complete first, where two write it at once', () => {
    const kept = keptTexts(newRoot());
    const [first, second] = [kept.begin(['x']), kept.begin(['x'])];
    first.writer.texts('a')('first');
    second.writer.texts('a')('second');
    expect(kept.open(['x'])).toBeUndefined();
    second.commit();
    first.commit();
    first.drop();
    second.drop();
    expect([...kept.open(['x'])!.texts('a')]).toEqual(['second']);
  });

  test('can be read when its folder is gone', async () => {
    const root = newRoot();
    const world = worldOf(await onDisk(root));
    renameSync(root, `${root}-elsewhere`);
    rmSync(`${root}-elsewhere`, { recursive: true });
    expect(readOf(world)).toEqual(small);
  });

  test('is refused where it cannot be kept, with a remedy', async () => {
    const other = path.join(at, 'a file');
    writeFileSync(other, '');
    const refused = (reading: Promise<unknown>, problem: object): Promise<void> =>
      expect(reading).rejects.toMatchObject({ problems: [problem] });
    await refused(onDisk(other), { where: other, hint: expect.stringMatching(/TMPDIR/) });
    const link = path.join(at, 'link');
    symlinkSync(at, link);
    await refused(onDisk(link), { code: 'foreign-folder', where: link, hint: expect.stringMatching(/TMPDIR/) });
  });
});

describe('a file that is gone when it is read', () => {
  // Errors of the system are told by their class, of which the sandbox of jest has another one.
  const read = (from: string): string =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { readDocuments } from './dist/sweep/run/textFiles.js';
        const [, from, root] = process.argv;
        await readDocuments([from], { sha256: 'a', confirm() {}, root }).catch(({ name, message }) => console.log(name, message));`,
        from,
        newRoot(),
      ],
      { encoding: 'utf8' },
    ).stdout;

  test('or is no file, is named with a remedy', () => {
    const gone = path.join(at, 'gone.txt');
    expect(read(gone)).toMatch(/^UserError no such file.*corpus\.text\.source[^]*gone\.txt[^]*look whether the file/);
    const folder = path.join(at, 'folder.txt');
    mkdirSync(folder);
    expect(read(folder)).toMatch(/^UserError.*corpus\.text\.source[^]*folder\.txt[^]*a folder has this name/);
  });
});

describe('parts of it', () => {
  const written = (values: readonly number[], most: number): { readonly memory: KeptText; readonly disk: KeptText } => {
    const write: Parameters<typeof inMemory.kept>[1] = (writer) => values.forEach(writer.integers('a', most));
    return { memory: inMemory.kept('x', write), disk: keptTexts(newRoot()).kept(['x'], write) };
  };

  test('are the same integers as in memory, of 16 bits and of 32', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(65_535, 65_536, 2 ** 31 - 1),
        fc.integer({ min: 0, max: 150_000 }),
        (most, length) => {
          const values = Array.from({ length }, (_, i) => Math.floor((i / Math.max(1, length)) * most));
          const { memory, disk } = written(values, most);
          const [a, b] = [memory.integers('a'), disk.integers('a')];
          expect(b.length).toBe(a.length);
          for (const place of [0, 1, 4095, 4096, length - 1, length])
            if (place >= 0) expect([place, b.at(place)]).toEqual([place, a.at(place)]);
          expect(b.slice(4000, 9000)).toEqual(a.slice(4000, 9000));
          for (const least of [0, 17, most >> 1, most]) expect(lowerBound(b, least)).toBe(lowerBound(a, least));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('are the lines of bytes, wherever they are cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat({ max: 40 })), (text, cuts) => {
        const bytes = new TextEncoder().encode(text);
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const parts = places.slice(1).map((until, i) => bytes.slice(places[i], until));
        const lines = text.split('\n');
        expect([...linesOf(parts)].flat()).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
      }),
    );
  });

  test('are the documents between empty lines, as one expression cuts them', async () => {
    const name = path.join(at, 'any.txt');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b.', ' ', '\n', '\r\n', '\t', '\uFEFF', '\u00a0', 'é')),
        async (signs) => {
          const text = `${signs.join('')}\n\nx`;
          writeFileSync(name, text);
          const cut = text
            .replace(/^\uFEFF/, '')
            .split(/\r?\n\s*\n/)
            .map((each) => each.replace(/\s+/g, ' ').trim())
            .filter((each) => each !== '');
          expect(await documentsIn([name])).toEqual(cut);
        },
      ),
    );
  });
});

describe('pieces of documents', () => {
  const counted = (documents: readonly string[], most?: number) => {
    const pieces = pieceCounts(most);
    for (const document of documents) pieces.add(document);
    return pieces;
  };

  test('are counted as the whole text is cut, and words are runs of letters', () => {
    const sign = fc.constantFrom('a', 'b', 's', 't', "'", ' ', '.', '1', 'é', "'ll", "'s", 've');
    fc.assert(
      fc.property(fc.array(fc.array(sign).map((signs) => signs.join(''))), (documents) => {
        const { counts, words } = counted(documents);
        const whole = new Map<string, number>();
        for (const piece of documents.flatMap(textPieces)) whole.set(piece, (whole.get(piece) ?? 0) + 1);
        expect(new Map(counts)).toEqual(whole);
        expect(new Set(words)).toEqual(new Set(documents.flatMap((document) => document.match(/\p{L}+/gu) ?? [])));
      }),
    );
  });

  test('are cut in a text of any length as in a short one', () => {
    const long = Array.from({ length: 90_000 }, (_, i) => `it's number ${i} – naïve`).join(' ');
    const { counts } = counted([long]);
    const whole = new Map<string, number>();
    for (const piece of textPieces(long)) whole.set(piece, (whole.get(piece) ?? 0) + 1);
    expect(new Map(counts)).toEqual(whole);
  });

  test('are forgotten, the rarest first, where there are too many', () => {
    const { counts, words } = counted(['a a a b b b c c d e f', 'a g'], 6);
    expect([...counts.keys()].sort()).toEqual([' a', ' b', ' c', ' g', 'a']);
    expect([...words].sort()).toEqual(['a', 'b', 'c', 'g']);
  });
});
