/** Rows in documents: the share of fresh documents' rows without an answer, and its interval, by simulation and by hand. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { type Stream, stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { missingMassStandardError } from '../../src/theory/goodTuring.js';
import { missingMassInterval } from '../../src/theory/missingMassInterval.js';
import { type ClusterSums, clusteredMissingMass } from '../../src/theory/unseen/clusteredMissingMass.js';

const folder = mkdtempSync(path.join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PROMPTS = 600;

/** Rows of each prompt by document. */
function placesOf(documents: readonly (readonly number[])[]): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const places = new Map<number, Map<number, number>>();
  for (const [at, rows] of documents.entries())
    for (const c of rows) {
      const of = places.get(c) ?? new Map<number, number>();
      places.set(c, of.set(at, (of.get(at) ?? 0) + 1));
    }
  return places;
}

function sumsOf(documents: readonly (readonly number[])[]): ClusterSums {
  const own = documents.map(() => 0);
  const shared = new Map<string, [number, number]>();
  for (const places of placesOf(documents).values()) {
    const [first, second] = [...places].sort(([a], [b]) => a - b);
    if (places.size === 1) own[first![0]] += first![1];
    if (places.size !== 2) continue;
    const key = `${first![0]} ${second![0]}`;
    const [a, b] = shared.get(key) ?? [0, 0];
    shared.set(key, [a + first![1], b + second![1]]);
  }
  const sum = (of: (u: number, s: number) => number): number =>
    own.reduce((total, u, at) => total + of(u, documents[at]!.length), 0);
  return {
    rows: sum((_, s) => s),
    own: sum((u) => u),
    ownSquares: sum((u) => u * u),
    products: sum((u, s) => u * s),
    sizeSquares: sum((_, s) => s * s),
    pairs: [...shared.values()].reduce((total, [a, b]) => total + 2 * a * b, 0),
  };
}

test('documents of one row: Good–Turing and its standard error', () => {
  const rows = [1, 1, 2, 3, 4, 4, 4, 5, 5, 6].map((c) => [c]);
  const { missingMass, standardError, lower, upper } = clusteredMissingMass(sumsOf(rows), 0.95);
  expect(missingMass).toBeCloseTo(3 / 10, 12);
  expect(standardError).toBeCloseTo(missingMassStandardError(3, 2, 10), 12);
  const plain = missingMassInterval(3, 2, 10, 0.95);
  expect([lower, upper]).toEqual([expect.closeTo(plain.lower, 12), expect.closeTo(plain.upper, 12)]);
});

/** Documents that repeat one prompt, or that speak of one topic, of 1 to 2·size − 1 rows. */
function drawDocuments(random: Stream, kind: 'repeats' | 'topic', size: number, count: number, law: Float64Array) {
  const any = aliasSampler(law);
  const topics = Array.from({ length: 30 }, (_, topic) => {
    const prompts = Array.from({ length: PROMPTS / 30 }, (_, at) => topic + 30 * at);
    const weights = Float64Array.from(prompts, (c) => law[c]!);
    return { prompts, draw: aliasSampler(weights), weight: weights.reduce((sum, w) => sum + w, 0) };
  });
  const topic = aliasSampler(Float64Array.from(topics, ({ weight }) => weight));
  return Array.from({ length: count }, () => {
    const length = 1 + Math.floor(uniform(random) * (2 * size - 1));
    const main = any(random);
    const { prompts, draw } = topics[topic(random)]!;
    return Array.from({ length }, () =>
      kind === 'topic' ? prompts[draw(random)]! : uniform(random) < 0.7 ? main : any(random),
    );
  });
}

test.each([
  ['repeats', 5, 0],
  ['repeats', 15, 1],
  ['topic', 5, 1],
  ['topic', 15, 1.7],
] as const)(
  '%s, about %i rows, exponent %d: the interval holds as often as it says, that of rows does not',
  (kind, size, exponent) => {
    const raw = Float64Array.from({ length: PROMPTS }, (_, c) => 1 / (c + 1) ** exponent);
    const total = raw.reduce((sum, w) => sum + w, 0);
    const law = raw.map((w) => w / total);
    const random = stream(3, 'sample');
    let [held, naive, squares] = [0, 0, 0];
    const corpora = 200;
    for (let i = 0; i < corpora; i++) {
      const documents = drawDocuments(random, kind, size, 100, law);
      const { lower, upper, missingMass, standardError } = clusteredMissingMass(sumsOf(documents), 0.95);
      const places = placesOf(documents);
      const truth = law.reduce((sum, w, c) => (places.has(c) ? sum : sum + w), 0);
      if (lower <= truth && truth <= upper) held++;
      squares += ((truth - missingMass) / standardError) ** 2;
      const times = [...places.values()].map((of) => [...of.values()].reduce((sum, n) => sum + n, 0));
      const [n1, n2] = [1, 2].map((n) => times.filter((each) => each === n).length);
      const rows = missingMassInterval(n1!, n2!, documents.flat().length, 0.95);
      if (rows.lower <= truth && truth <= rows.upper) naive++;
    }
    expect(held / corpora).toBeGreaterThanOrEqual(0.95);
    expect(naive / corpora).toBeLessThan(0.5);
    // The standard error is about the root mean square of the errors.
    expect(Math.sqrt(squares / corpora)).toBeGreaterThan(0.8);
    expect(Math.sqrt(squares / corpora)).toBeLessThan(1.4);
  },
);

test('from a table: documents, rows without one, abstentions and counts', async () => {
  const file = path.join(folder, 'documents.csv');
  const lines = [
    'a,1,d1',
    'a,1,d1',
    'b,1,d1',
    'b,1,d2',
    'c,1,d2',
    'c,1,d3',
    'c,1,d3',
    'd,IDK,d3',
    'e,2,',
    'e,2,',
    'f,2,',
  ];
  writeFileSync(file, `prompt,response,doc\n${lines.join('\n')}\n`);
  const { estimate } = await estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, document: 'doc' });
  // a is d1's own, e stands in two rows without a document, b and c in two documents each, f in one row.
  const expected = clusteredMissingMass(
    { rows: 11, own: 3, ownSquares: 5, products: 7, sizeSquares: 9 + 4 + 9 + 3, pairs: 2 * (1 + 2 + 1) },
    0.95,
  );
  expect(estimate.documents).toMatchObject({ column: 'doc', documents: 6, rowsWithout: 3, ...expected });
  expect(estimate.calibratedError.errorRate).toBeCloseTo((expected.missingMass * 1) / 2, 12);
  expect([estimate.extrapolation, estimate.dataNeeded, estimate.curve]).toEqual([[], [], []]);
  const weighted = path.join(folder, 'weighted.csv');
  writeFileSync(weighted, 'prompt,response,doc,n\na,1,d1,2\nb,1,d1,1\nb,1,d2,1\nc,1,d2,1\nc,1,d3,2\nd,IDK,d3,1\n');
  const plain = path.join(folder, 'plain.csv');
  writeFileSync(plain, `prompt,response,doc\n${lines.slice(0, 8).join('\n')}\n`);
  const common = { stdin: Readable.from([]), level: 0.95, document: 'doc' };
  const [one, other] = [
    await estimateFiles({ ...common, files: [weighted], count: 'n' }),
    await estimateFiles({ ...common, files: [plain] }),
  ];
  expect(one.estimate.documents).toEqual(other.estimate.documents);
});
