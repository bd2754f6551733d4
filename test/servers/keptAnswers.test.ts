import { appendFileSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { openAnswers } from '../../src/servers/keptAnswers.js';

function newFile(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'answers-')), 'kept', 'answers.jsonl');
}
/** A file with two answers. */
function filled(): string {
  const file = newFile();
  const answers = openAnswers(file);
  answers.keep({ b: 1, a: 'ä' }, { said: 'yes\nno' });
  answers.keep({ a: 2 }, 'x'.repeat(3_000_000));
  answers.close();
  return file;
}

test('answers are found again by their request, whatever the order of its keys', () => {
  const answers = openAnswers(filled());
  expect(answers.size()).toBe(2);
  expect(answers.find({ a: 'ä', b: 1 })).toEqual({ said: 'yes\nno' });
  expect(answers.find({ a: 2 })).toHaveLength(3_000_000);
  expect(answers.find({ a: 3 })).toBeUndefined();
  answers.keep({ a: 3 }, null);
  expect(answers.find({ a: 3 })).toBeNull();
  answers.close();
});

test('a torn last line is cut off, wherever it is torn, and the others stay', () => {
  const length = readFileSync(filled()).length;
  for (const cut of [1, 5, 100, 2_999_950, 3_000_080, 3_000_095]) {
    const file = filled();
    truncateSync(file, length - cut);
    const answers = openAnswers(file);
    expect([cut, answers.size(), answers.find({ a: 2 })]).toEqual([cut, 1, undefined]);
    answers.keep({ a: 2 }, 7);
    answers.close();
    expect(openAnswers(file).find({ a: 2 })).toBe(7);
  }
});

test('an altered answer is refused by its line', () => {
  const file = filled();
  writeFileSync(file, readFileSync(file, 'utf8').replace('yes', 'yea'));
  expect(() => openAnswers(file).find({ a: 'ä', b: 1 })).toThrow(/damaged[^]*line 1\n/);
});

test("a user's file is not taken for answers, and stays as it is", () => {
  for (const text of ['hello', 'hello\n', '{"a":1}\n', '{']) {
    const file = filled();
    writeFileSync(file, text);
    if (text !== '{') expect(() => openAnswers(file)).toThrow(/damaged/);
    else expect(openAnswers(file).size()).toBe(0);
    if (text !== '{') expect(readFileSync(file, 'utf8')).toBe(text);
  }
  const file = filled();
  appendFileSync(file, 'mine');
  expect(() => openAnswers(file)).toThrow(/line 3/);
});
