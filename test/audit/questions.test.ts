import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { abstentionsWith } from '../../src/audit/grade/abstentions.js';
import { acceptedIn } from '../../src/audit/questions/acceptedAnswers.js';
import { drawnQuestions } from '../../src/audit/questions/chooseQuestions.js';
import { type QuestionRequest, type ReadQuestions, readQuestions } from '../../src/audit/questions/readQuestions.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

function read(name: string, text: string, some: Partial<QuestionRequest> = {}): Promise<ReadQuestions> {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, text);
  const rules = { match: 'normalised', abstentions: abstentionsWith([]) } as const;
  return readQuestions({
    files: [file],
    stdin: Readable.from([]),
    columns: {},
    rules,
    hasGrader: false,
    skipBadRows: false,
    ...some,
  });
}

describe('accepted answers', () => {
  test.each([
    ['Paris', ['Paris']],
    ['["Paris", "City of Light", 7]', ['Paris', 'City of Light', '7']],
    ['{"value":"Paris","aliases":["Lutetia"],"normalized_value":"paris"}', ['Paris', 'Lutetia']],
    ['{"text":["Paris"],"answer_start":[3]}', ['Paris']],
    ['', []],
    ['[]', []],
    ['[sic] not JSON', ['[sic] not JSON']],
  ])('%s', (cell, answers) => {
    expect(acceptedIn(cell, undefined)).toEqual({ answers });
  });

  test('may stand with a sign between', () => {
    expect(acceptedIn('Paris | Lutetia |', '|')).toEqual({ answers: ['Paris', 'Lutetia'] });
  });

  test.each([["['Paris', 'Lutetia']"], ['{"start": 3}'], ["[{'a': 1}]"]])('%s is refused', (cell) => {
    expect(acceptedIn(cell, undefined)).toHaveProperty('flaw');
  });
});

describe('tables of questions', () => {
  test.each([
    ['simpleqa.csv', 'metadata,problem,answer\n{},Who?,Ada\n', { question: ['problem'], answers: ['answer'] }],
    [
      'popqa.csv',
      'id,subj,prop,obj,question,possible_answers\n1,Ada,job,x,Who?,"[""Ada"", ""Ada L.""]"\n',
      { question: ['question'], answers: ['possible_answers'], id: 'id' },
    ],
    [
      'truthful.csv',
      'Category,Question,Best Answer,Correct Answers\nx,Who?,Ada,Ada\n',
      { question: ['Question'], answers: ['Correct Answers'], group: 'Category' },
    ],
    [
      'triviaqa.jsonl',
      '{"question":"Who?","answer":{"value":"Ada","aliases":["Ada"]}}\n',
      { question: ['question'], answers: ['answer'] },
    ],
    ['aliases.csv', 'question,answer,aliases\nWho?,Ada,"[""Ada""]"\n', { answers: ['answer', 'aliases'] }],
  ])('%s is recognised', async (name, text, columns) => {
    const found = await read(name, text);
    expect(found.columns).toMatchObject(columns);
    expect(found.questions).toMatchObject([{ text: 'Who?', accepted: expect.arrayContaining(['Ada']) }]);
  });

  test('columns are named, also paths into them and several', async () => {
    const text = '{"q":"Who?","context":"It rains.","a":{"names":["Ada","Eve"]},"right":"^ada","none":false}\n';
    const columns = { question: 'context,q', answers: 'a.names', pattern: 'right', shouldAbstain: 'none' };
    const { questions } = await read('own.jsonl', text, { columns });
    expect(questions).toMatchObject([
      { text: 'It rains.\nWho?', accepted: ['Ada', 'Eve'], pattern: /^ada/iu, shouldAbstain: false },
    ]);
  });

  test('what may belong to a question and is not asked is told', async () => {
    const { notes } = await read('context.csv', 'question,context,answer\nWho?,It rains.,Ada | Eve\n');
    expect(notes).toEqual([expect.stringContaining('context'), expect.stringContaining("--delimiter '|'")]);
  });

  test.each([
    ['question,answer\nWho?,\n', /no accepted answer[^]*--grader-model/],
    ['question,answer\n,Ada\n', /no question/],
    ['question,answer\nWho?,Ada\nWho?,Eve\n', /stands above already[^]*row 1/],
    ['question,answer\nWho?,"[\'Ada\']"\n', /a list of Python/],
    ["question,answer\nWho?,I don't know\n", /an accepted answer is an abstention[^]*--should-abstain/],
    ['text,label\nx,y\n', /no column is known to hold questions[^]*--question/],
    ['question,answer\n', /no questions|no rows/],
  ])('%j is refused in words', async (text, words) => {
    await expect(read('bad.csv', text)).rejects.toThrow(words);
  });

  test('a pattern that is none, and a word that is neither yes nor no, are refused', async () => {
    const table = 'question,answer,re,none\nWho?,Ada,(,perhaps\n';
    await expect(read('bad.csv', table, { columns: { pattern: 're' } })).rejects.toThrow(/not a regular expression/);
    await expect(read('bad.csv', table, { columns: { shouldAbstain: 'none' } })).rejects.toThrow(/neither yes nor no/);
  });

  test('bad rows may be left out, and are counted', async () => {
    const { questions, skipped } = await read('some.csv', 'question,answer\nWho?,Ada\nWhen?,\n', { skipBadRows: true });
    expect(questions.map(({ text }) => text)).toEqual(['Who?']);
    expect(skipped).toMatchObject({ rows: 1, byKind: { 'no accepted answer': 1 } });
  });

  test('questions without an accepted answer are for a grader model, or have none', async () => {
    expect((await read('q.csv', 'question\nWho?\n', { hasGrader: true })).questions).toHaveLength(1);
    const none = await read('q.csv', 'question,answer,none\nWho?,,yes\n', { columns: { shouldAbstain: 'none' } });
    expect(none.questions).toMatchObject([{ accepted: [], shouldAbstain: true }]);
  });
});

test('a larger limit draws the same questions and more, in their order', () => {
  const all = Array.from({ length: 50 }, (_, at) => at);
  const [few, more] = [drawnQuestions(all, 10, 3), drawnQuestions(all, 20, 3)];
  expect(few).toHaveLength(10);
  expect(more).toEqual([...more].sort((a, b) => a - b));
  expect(few.every((each) => more.includes(each))).toBe(true);
  expect(few).not.toEqual(all.slice(0, 10));
});
