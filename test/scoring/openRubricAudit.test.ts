/** The table of `audit` among others: what its format knows without a flag. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { type GivenOptions, type GradedFiles, readGraded } from '../../src/scoring/read/readGraded.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

const folder = temporaryFolder();
function put(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}
const PLAIN = put('plain.csv', 'model,question,outcome\nother,q1,correct\nother,q2,incorrect\n');
const AUDIT = put(
  'audited.csv',
  [
    'model,question,shouldAbstain,arm,statedPenalty,sample,outcome,told',
    'm,q1,false,closed,,1,correct,',
    'm,q1,false,closed,,2,incorrect,',
    'm,q1,false,open,3,1,abstained,7',
    'm,q1,false,open,3,2,unusable,7',
    'm (two agree),q1,false,open-agree,3,1,unusable,7',
    'm,q2,true,open,3,1,abstained,7\n',
  ].join('\n'),
);

function read(files: readonly string[], options: GivenOptions = {}): Promise<GradedFiles> {
  return readGraded(files, Readable.from([]), options);
}

test('stated stakes, samples, answerability and unusable answers are known', async () => {
  const { answers, files, unusable } = await read([AUDIT]);
  expect(files).toMatchObject([{ format: 'audit', rows: 6 }]);
  expect(Array.from(answers.extras!.stakes!)).toEqual([NaN, NaN, 3, 3]);
  expect(Array.from(answers.extras!.answerable!)).toEqual([1, 1, 1, 0]);
  expect(unusable).toEqual([
    { model: 'm (two agree)', mark: 'outcome=unusable', answers: 1 },
    { model: 'm', mark: 'outcome=unusable', answers: 1 },
  ]);
});

test('tables before and behind it state no stakes', async () => {
  for (const files of [
    [PLAIN, AUDIT],
    [AUDIT, PLAIN],
  ]) {
    const { answers } = await read(files);
    const stakes = Array.from(answers.extras!.stakes!);
    expect(stakes).toHaveLength(answers.model.length);
    for (const [row, model] of Array.from(answers.model).entries())
      if (answers.models[model] === 'other')
        expect([stakes[row], answers.extras!.answerable![row]]).toEqual([NaN, NaN]);
    expect(stakes.filter((each) => each === 3)).toHaveLength(2);
  }
});

test('columns that the user names take their place', async () => {
  const { answers } = await read([AUDIT], { extras: { stakes: 'told' } });
  expect(Array.from(answers.extras!.stakes!)).toEqual([NaN, NaN, 7, 7]);
});
