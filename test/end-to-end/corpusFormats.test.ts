/** A corpus for training elsewhere: the same content in every format, and a card that binds it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { experimentFile, hallucinationRate, SMALL, temporaryFolder } from './commandLine.js';

type Row = Readonly<Record<string, unknown>>;
interface Card {
  readonly format: string;
  readonly digest: string;
  readonly files: readonly string[];
  readonly families: readonly Row[];
}

const at = temporaryFolder();

async function corpusIn(name: string, ...flags: readonly string[]): Promise<string> {
  const folder = path.join(at, name);
  const { code, stderr } = await hallucinationRate('corpus', experimentFile(), '--out', folder, ...flags);
  expect([code, stderr.includes('where:')]).toEqual([0, false]);
  return folder;
}
function arrowRows(folder: string, name: string): readonly Row[] {
  const table = tableFromIPC(readFileSync(path.join(folder, `${name}.arrow`)));
  return table.toArray().map((row) => row.toJSON() as Row);
}
function jsonRows(folder: string, name: string): readonly Row[] {
  const lines = readFileSync(path.join(folder, `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Row);
}
function cardOf(folder: string): Card {
  return JSON.parse(readFileSync(path.join(folder, 'corpus.json'), 'utf8')) as Card;
}

test('tables, JSON Lines and sentences hold the same', async () => {
  const folder = await corpusIn('all', '--format', 'txt,jsonl,arrow');
  expect(jsonRows(folder, 'prompts')).toEqual(arrowRows(folder, 'prompts'));
  expect(jsonRows(folder, 'responses')).toEqual(arrowRows(folder, 'responses'));
  const [tables, texts] = [arrowRows(folder, 'examples'), jsonRows(folder, 'examples')];
  expect(texts.map(({ completion, ...row }) => ({ ...row, response: String(completion).slice(1) }))).toEqual(
    tables.map(({ ...row }) => row),
  );
  const sentences = readFileSync(path.join(folder, 'examples.txt'), 'utf8').trimEnd().split('\n');
  expect(sentences).toEqual(texts.map(({ prompt, completion }) => `${String(prompt)}${String(completion)}`));

  const responses = arrowRows(folder, 'responses');
  for (const { family, responses: count, idk } of cardOf(folder).families) {
    const own = responses.filter((row) => row.family === family);
    expect(own.map(({ responseId }) => responseId)).toEqual(Array.from({ length: Number(count) }, (_, i) => i));
    expect(own.filter(({ abstention }) => abstention)).toHaveLength(idk === 'valid' ? 1 : 0);
    for (const row of arrowRows(folder, 'prompts').filter((each) => each.family === family))
      expect(own[Number(row.answerId)].response).toBe(row.answer);
  }
});

test('the digest is that of the content, and stands in every table', async () => {
  const [first, again, other] = [
    await corpusIn('first'),
    await corpusIn('again', '--format', 'arrow,jsonl'),
    await corpusIn('other', '--set', 'seed=8'),
  ];
  expect(cardOf(first)).toMatchObject({ format: 'hallucination-rate-corpus/1', digest: cardOf(again).digest });
  expect(cardOf(other).digest).not.toBe(cardOf(first).digest);
  for (const name of ['examples', 'prompts', 'responses'])
    expect(tableFromIPC(readFileSync(path.join(first, `${name}.arrow`))).schema.metadata.get('corpus')).toBe(
      cardOf(first).digest,
    );
});

test('another corpus into the same folder leaves nothing of the first one', async () => {
  const folder = await corpusIn('twice', '--format', 'arrow,jsonl,txt');
  await corpusIn('twice', '--format', 'txt', '--set', 'seed=9');
  expect(readdirSync(folder).sort()).toEqual(['corpus.json', 'examples.txt']);
  expect(cardOf(folder).files).toEqual(['examples.txt']);
});

test('files of others stay, and unknown formats are named', async () => {
  const folder = path.join(at, 'foreign');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'examples.jsonl'), '{}\n');
  const config = experimentFile(SMALL);
  const foreign = await hallucinationRate('corpus', config, '--out', folder, '--format', 'jsonl');
  expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringMatching(/did not make[^]*examples\.jsonl/)]);
  expect(readdirSync(folder)).toEqual(['examples.jsonl']);
  const unknown = await hallucinationRate('corpus', config, '--out', path.join(at, 'new'), '--format', 'arrow,csv');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/unknown format[^]*csv[^]*arrow, jsonl, txt/),
  ]);
  expect(existsSync(path.join(at, 'new'))).toBe(false);
});

test('a card names tables of facts from its own folder', async () => {
  const folder = path.join(at, 'deep', 'capitals');
  const { code } = await hallucinationRate('corpus', 'corpora/capitals/capitals.yaml', '--out', folder);
  expect(code).toBe(0);
  const { corpus } = JSON.parse(readFileSync(path.join(folder, 'corpus.json'), 'utf8')) as {
    readonly corpus: { readonly families: { readonly capitals: { readonly file: string } } };
  };
  expect(path.resolve(folder, corpus.families.capitals.file)).toBe(path.resolve('corpora/capitals/facts.csv'));
});
