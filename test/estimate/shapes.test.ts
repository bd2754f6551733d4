/** The shapes in which people keep prompts and answers: the same forty draws in each give the same counts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { day, FORTY, FORTY_COUNTS, question } from './forty.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'shapes-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(name: string, content: string, options: Partial<EstimateRequest> = {}) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, ...options });
}

type Row = (person: number, at: number) => Readonly<Record<string, unknown>>;

function lines(row: Row, people: readonly number[] = FORTY): string {
  return people.map((person, at) => `${JSON.stringify(row(person, at))}\n`).join('');
}

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const picture = (person: number) => `https://example.org/${person}.jpg`;

/** Shapes whose prompts and answers are those of the forty draws, and a column that `read` must name. */
const SHAPES: readonly (readonly [name: string, read: RegExp, row: Row])[] = [
  [
    'Dolly',
    /instruction \+ context.*not read: category/,
    (i) => ({ instruction: 'Born?', context: `Person ${i}.`, response: day(i), category: 'qa' }),
  ],
  [
    'SQuAD',
    /question \+ context/,
    (i) => ({ context: `On ${i}.`, question: 'When?', answers: { text: [day(i), 'x'], answer_start: [3, 4] } }),
  ],
  ['BoolQ', /question \+ passage/, (i) => ({ question: 'is it so', passage: `p${i}`, answer: i > 3 })],
  ['MMLU', /question \+ choices/, (i) => ({ question: 'Which?', choices: [`${i}`, 'b'], answer: 0 })],
  [
    'CMMLU',
    /question \+ A \+ B \+ C \+ D/,
    (i) => ({ question: 'Which?', A: `${i}`, B: 'b', C: 'c', D: 'd', answer: 'A' }),
  ],
  [
    'single choices',
    /question \+ option_a \+ option_b/,
    (i) => ({ question: '?', option_a: `${i}`, option_b: 'b', answer: 'A' }),
  ],
  ['evidence', /question \+ evidence/, (i) => ({ question: 'Who?', evidence: `Person ${i}`, answer: day(i) })],
  ['TruthfulQA', /response: Best Answer/, (i) => ({ Question: question(i), 'Best Answer': day(i) })],
  [
    'a place for a picture in a text, and the picture in a column',
    /chat messages \+ picture/,
    (i) => ({ messages: [user('<image>Who?'), assistant(day(i))], picture: picture(i) }),
  ],
  [
    'ARC',
    /question \+ choices/,
    (i) => ({ question: 'Which?', choices: { text: [`${i}`, 'b'], label: ['A', 'B'] }, answerKey: 'A' }),
  ],
  ['answers as a list', /response: answer/, (i) => ({ question: question(i), answer: [day(i)] })],
  ['TriviaQA', /response: answer/, (i) => ({ question: question(i), answer: { value: day(i), aliases: ['x'] } })],
  ['a picture in a column', /question \+ image/, (i) => ({ question: 'Who?', image: picture(i), answer: day(i) })],
  [
    'tools in a column',
    /chat messages \+ tools/,
    (i) => ({ messages: [user('call'), assistant('ok')], tools: [{ name: `f${i}` }] }),
  ],
  [
    'a system prompt in a column',
    /chat messages \+ system/,
    (i) => ({ system: `s${i}`, messages: [user('?'), assistant(day(i))] }),
  ],
  [
    'a picture in a message',
    /chat messages/,
    (i) => ({
      messages: [
        user([
          { type: 'text', text: 'Who?' },
          { type: 'image_url', image_url: { url: picture(i) } },
        ]),
        assistant(day(i)),
      ],
    }),
  ],
  [
    'a picture as Hugging Face has it',
    /chat messages/,
    (i) => ({
      messages: [
        user([
          { type: 'image', image: picture(i), text: null },
          { type: 'text', text: 'Who?', image: null },
        ]),
        assistant(day(i)),
      ],
    }),
  ],
  [
    'pictures beside their places',
    /chat messages \+ images/,
    (i) => ({
      images: [picture(i)],
      messages: [user([{ type: 'image' }, { type: 'text', text: 'Who?' }]), assistant(day(i))],
    }),
  ],
  [
    'tool calls',
    /chat messages/,
    (i, at) => ({
      messages: [
        user(question(i)),
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: `call_${at}`,
              type: 'function',
              function: { name: 'find', arguments: at % 2 === 0 ? `{"name":"${i}"}` : `{ "name": "${i}" }` },
            },
          ],
        },
      ],
    }),
  ],
  [
    'tool use of Anthropic',
    /chat messages/,
    (i, at) => ({
      messages: [
        user(question(i)),
        assistant([{ type: 'tool_use', id: `toolu_${at}`, name: 'find', input: { name: i } }]),
      ],
    }),
  ],
  [
    'thoughts that are not said',
    /chat messages/,
    (i, at) => ({
      messages: [
        user(question(i)),
        assistant([
          { type: 'thinking', thinking: `${at}` },
          { type: 'text', text: day(i) },
        ]),
      ],
    }),
  ],
  ['Gemma', /chat messages/, (i) => ({ messages: [user(question(i)), { role: 'model', content: day(i) }] })],
  [
    'capital roles',
    /chat messages/,
    (i) => ({
      messages: [
        { role: 'User', content: question(i) },
        { role: 'Assistant', content: day(i) },
      ],
    }),
  ],
  [
    'Gemini',
    /contents/,
    (i) => ({
      systemInstruction: { parts: [{ text: 's' }] },
      contents: [
        { role: 'user', parts: [{ text: question(i) }] },
        { role: 'model', parts: [{ text: day(i) }] },
      ],
    }),
  ],
  [
    'preferences of Gemini',
    /contents.*completions/,
    (i) => ({
      contents: [{ role: 'user', parts: [{ text: question(i) }] }],
      completions: [
        { score: 0, completion: { role: 'model', parts: [{ text: 'no' }] } },
        { score: 1, completion: { role: 'model', parts: [{ text: day(i) }] } },
      ],
    }),
  ],
  [
    'ShareGPT',
    /conversations/,
    (i, at) => ({
      id: at,
      conversations: [
        { from: 'human', value: question(i) },
        { from: 'gpt', value: day(i) },
      ],
    }),
  ],
  [
    'calls of LLaMA-Factory',
    /conversations \+ tools/,
    (i) => ({
      tools: '[]',
      conversations: [
        { from: 'human', value: question(i) },
        { from: 'function_call', value: `find ${i}` },
        { from: 'observation', value: 'x' },
        { from: 'gpt', value: day(i) },
      ],
    }),
  ],
  [
    'LLaMA-Factory with a history',
    /instruction \+ input \+ system \+ history/,
    (i) => ({ instruction: 'Born?', input: '', output: day(i), system: 's', history: [[`Tell of ${i}.`, 'Yes.']] }),
  ],
  [
    'TRL, prompt and completion',
    /prompt: prompt, response: completion/,
    (i) => ({ prompt: [user(question(i))], completion: [assistant(day(i))] }),
  ],
  [
    'TRL, preferences',
    /response: chosen; not read: rejected/,
    (i) => ({ prompt: [user(question(i))], chosen: [assistant(day(i))], rejected: [assistant('x')] }),
  ],
  [
    'TRL, preferences with the prompt in both',
    /chosen; not read: rejected/,
    (i) => ({ chosen: [user(question(i)), assistant(day(i))], rejected: [user(question(i)), assistant('x')] }),
  ],
  [
    'UltraFeedback',
    /response: chosen/,
    (i) => ({
      prompt: question(i),
      chosen: [user(question(i)), assistant(day(i))],
      rejected: [user(question(i)), assistant('x')],
    }),
  ],
  [
    'HH-RLHF',
    /chosen/,
    (i) => ({
      chosen: `\n\nHuman: ${question(i)}\n\nAssistant: ${day(i)}`,
      rejected: `\n\nHuman: ${question(i)}\n\nAssistant: x`,
    }),
  ],
  [
    'preferences of OpenAI',
    /prompt: input, response: preferred_output/,
    (i) => ({
      input: { messages: [user(question(i))], tools: [] },
      preferred_output: [assistant(day(i))],
      non_preferred_output: [assistant('x')],
    }),
  ],
  ['UltraChat', /data/, (i, at) => ({ id: String(at), data: [question(i), day(i)] })],
  ['pairs in a list', /conversation/, (i) => ({ conversation: [{ human: question(i), assistant: day(i) }] })],
  [
    'ChatML',
    /text/,
    (i) => ({
      text: `<|im_start|>system\ns<|im_end|>\n<|im_start|>user\n${question(i)}<|im_end|>\n<|im_start|>assistant\n${day(i)}<|im_end|>\n`,
    }),
  ],
  [
    'the template of Llama 3',
    /text/,
    (i) => ({
      text: `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${question(i)}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n${day(i)}<|eot_id|>`,
    }),
  ],
  [
    'the template of Gemma',
    /text/,
    (i) => ({
      text: `<bos><start_of_turn>user\n${question(i)}<end_of_turn>\n<start_of_turn>model\n${day(i)}<end_of_turn>\n`,
    }),
  ],
  ['Guanaco', /text/, (i) => ({ text: `### Human: ${question(i)}### Assistant: ${day(i)}` })],
  [
    'Alpaca in one text',
    /text/,
    (i) => ({
      text: `Below is an instruction.\n\n### Instruction:\nBorn?\n\n### Input:\n${question(i)}\n\n### Response:\n${day(i)}`,
    }),
  ],
  [
    'user and assistant as columns',
    /system.*response: assistant/,
    (i) => ({ system: 's', user: question(i), assistant: day(i) }),
  ],
  ['an object of roles', /messages/, (i) => ({ messages: { system: 's', user: question(i), assistant: day(i) } })],
  [
    'responses of OpenAI',
    /prompt: input, response: output/,
    (i, at) => ({
      input: [{ role: 'user', content: [{ type: 'input_text', text: question(i) }] }],
      output: [
        { type: 'reasoning', id: `rs_${at}`, summary: [] },
        { type: 'function_call', call_id: `c${at}`, name: 'find', arguments: '{}' },
        { type: 'function_call_output', call_id: `c${at}`, output: 'x' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: day(i) }] },
      ],
    }),
  ],
  [
    'no tools, written in two ways',
    /chat messages \+ tools/,
    (i, at) => ({ tools: at % 2 === 0 ? [] : null, messages: [user(question(i)), assistant(day(i))] }),
  ],
  [
    'a column of messages with a name of its own',
    /conversations in trace/,
    (i) => ({ trace: [user(question(i)), assistant(day(i))], cost: 1 }),
  ],
  [
    'OpenAssistant',
    /prompt/,
    (i, at) => ({
      message_tree_id: `m${at}`,
      prompt: {
        message_id: `m${at}`,
        text: question(i),
        role: 'prompter',
        replies: [{ message_id: `r${at}`, text: day(i), role: 'assistant', replies: [] }],
      },
    }),
  ],
  [
    'triples',
    /subject \+ predicate, response: object/,
    (i) => ({ subject: `Q${i}`, predicate: 'P569', object: day(i) }),
  ],
  [
    'head, relation, tail',
    /head \+ relation, response: tail/,
    (i) => ({ head: `Q${i}`, relation: 'P569', tail: day(i) }),
  ],
  ['capital names', /Question, response: Answer/, (i) => ({ Question: question(i), Answer: day(i) })],
  [
    'numbers of pandas',
    /question/,
    (i, at) => ({ question: at % 2 === 0 ? `${i}.0` : i, answer: at % 3 === 0 ? `${i}.0` : i }),
  ],
];

describe('every shape has the counts of the draws', () => {
  test.each(SHAPES)('%s', async (name, read, row) => {
    const result = await run(`${name.replace(/\W/g, '-')}.jsonl`, lines(row));
    expect(result.estimate).toMatchObject(FORTY_COUNTS);
    expect(result.read).toMatch(read);
  });

  test('Parquet with lists of structures, as Hugging Face writes them', async () => {
    const json = path.join(folder, 'nested.jsonl');
    const file = path.join(folder, 'nested.parquet');
    writeFileSync(
      json,
      lines((i) => ({ messages: [user(question(i)), assistant(day(i))], source: 'x' })),
    );
    await withDatabase((database) =>
      database.rows(`COPY (SELECT * FROM read_json(${literal(json)})) TO ${literal(file)} (FORMAT parquet)`),
    );
    const { estimate } = await estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95 });
    expect(estimate).toMatchObject(FORTY_COUNTS);
  });

  test('messages as JSON in a cell of CSV', async () => {
    const cell = (i: number): string =>
      `"${JSON.stringify([user(question(i)), assistant(day(i))]).replaceAll('"', '""')}"`;
    const { estimate } = await run('cells.csv', `id,messages\n${FORTY.map((i, at) => `${at},${cell(i)}\n`).join('')}`);
    expect(estimate).toMatchObject(FORTY_COUNTS);
  });

  test('the first rows lack a column that later files have', async () => {
    const plain = path.join(folder, 'plain.jsonl');
    writeFileSync(
      plain,
      lines((i) => ({ question: question(i), answer: day(i) })),
    );
    const dolly = path.join(folder, 'with-context.jsonl');
    writeFileSync(
      dolly,
      lines((i) => ({ question: 'When?', context: `c${i}`, answer: day(i) })),
    );
    const { estimate } = await estimateFiles({ files: [plain, dolly], stdin: Readable.from([]), level: 0.95 });
    expect(estimate).toMatchObject({ rows: 80, prompts: 20, singletons: 4 });
  });
});

describe('what counts as an answer', () => {
  test('abstentions are found in lists of messages, and refusals and empty lists of answers are abstentions', async () => {
    const abstaining: readonly Row[] = [
      (i, at) => ({ prompt: [user(question(i))], completion: [assistant(at % 2 === 0 ? 'I don’t know.' : day(i))] }),
      (i, at) => ({
        messages: [user(question(i)), assistant([{ type: 'text', text: at % 2 === 0 ? 'IDK' : day(i) }])],
      }),
      (i, at) => ({ question: question(i), answers: { text: at % 2 === 0 ? [] : [day(i)], answer_start: [] } }),
      (i, at) => ({
        messages: [
          user(question(i)),
          at % 2 === 0 ? { role: 'assistant', content: null, refusal: 'No.' } : assistant(day(i)),
        ],
      }),
    ];
    for (const row of abstaining)
      expect((await run('abstaining.jsonl', lines(row))).estimate).toMatchObject({
        rows: 40,
        abstainedRows: 20,
        prompts: 10,
      });
  });

  test('a call is told, and no abstention', async () => {
    const { estimate } = await run(
      'calls.jsonl',
      lines((i, at) => ({
        messages: [
          user(question(i)),
          at % 2 === 0
            ? assistant(day(i))
            : { role: 'assistant', content: null, function_call: { name: 'find', arguments: '{}' } },
        ],
      })),
    );
    expect(estimate).toMatchObject({ rows: 40, answeredRows: 40, abstainedRows: 0, singletons: 2 });
    expect(estimate.warnings.join()).toMatch(/calls a tool in 20 rows/);
  });

  test('several answers: the last counts, with a word, or all do', async () => {
    const content = lines((i) => ({
      messages: [user('Hello'), assistant('Good day'), user(question(i)), assistant(day(i))],
    }));
    const last = (await run('turns.jsonl', content)).estimate;
    expect(last).toMatchObject(FORTY_COUNTS);
    expect(last.warnings.join()).toMatch(/several answers: 40 of 40.*--turns all/);
    const all = (await run('turns.jsonl', content, { turns: 'all' })).estimate;
    expect(all).toMatchObject({ rows: 80, prompts: 11, singletons: 2 });
    const untrained = lines((i) => ({
      messages: [user(question(i)), assistant(day(i)), user('Sure?'), { ...assistant('Yes'), weight: 0 }],
    }));
    expect((await run('weights.jsonl', untrained, { turns: 'all' })).estimate).toMatchObject(FORTY_COUNTS);
  });

  test('every reply of a tree is an example', async () => {
    const reply = (text: string, replies: unknown[] = []) => ({ text, role: 'assistant', replies });
    const content = lines((i) => ({
      prompt: {
        text: question(i),
        role: 'prompter',
        replies: [reply(day(i), [{ text: 'Sure?', role: 'prompter', replies: [reply('Yes')] }]), reply('x')],
      },
    }));
    expect((await run('trees.jsonl', content)).estimate).toMatchObject({
      rows: 120,
      prompts: 20,
      singletons: 2,
      conflictingPrompts: 10,
    });
    const bare = lines((i, at) => ({
      prompt: { text: question(i), role: 'prompter', replies: at === 0 ? [] : [reply(day(i))] },
    }));
    const { estimate } = await run('bare.jsonl', bare);
    expect(estimate.rows).toBe(39);
    expect(estimate.warnings.join()).toMatch(/Trees without a reply were left out: 1/);
  });

  test('prompts alone, as lists of messages', async () => {
    const { estimate, read } = await run(
      'prompts.jsonl',
      lines((i) => ({ prompt: [user(question(i))] })),
    );
    expect(estimate).toMatchObject({ rows: 40, prompts: 10, singletons: 2, conflictingPrompts: null });
    expect(read).toBe('prompt: prompt, response: none');
  });

  test('rows of conversations count as a column says, and lists show prompts without empty columns', async () => {
    const content = lines((i, at) => ({ n: at % 3, tools: [], messages: [user(question(i)), assistant(day(i))] }));
    const list = path.join(folder, 'rare.jsonl');
    const { estimate } = await run('counted.jsonl', content, { count: 'n', singletonsFile: list });
    const times = FORTY.map((_, at) => at % 3);
    expect(estimate.rows).toBe(times.reduce((sum, n) => sum + n, 0));
    const once = [...new Set(FORTY)].filter(
      (i) => FORTY.reduce((sum, each, at) => sum + (each === i ? times[at]! : 0), 0) === 1,
    );
    const prompts = readFileSync(list, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { prompt: string }).prompt);
    expect(prompts).toEqual(once.map(question).sort());
  });

  test('a prompt that is a text of JSON stays a text', async () => {
    const { estimate } = await run(
      'json-texts.jsonl',
      lines((i) => ({ prompt: `{"person": ${i}}`, completion: `{"day": "${i}"}` })),
    );
    expect(estimate).toMatchObject(FORTY_COUNTS);
  });
});

describe("SQuAD's own files", () => {
  /** An article of a paragraph a person, whose questions are asked of it as often as the person was drawn. */
  const squad = (ask: (person: number, at: number) => object): string =>
    JSON.stringify({
      version: 'v2.0',
      data: [
        {
          title: 'People',
          paragraphs: [...new Set(FORTY)].map((person) => ({
            context: `On ${day(person)} person ${person} was born.`,
            qas: FORTY.filter((each) => each === person).map((_, at) => ({
              id: `${person} ${at}`,
              ...ask(person, at),
            })),
          })),
        },
        { title: 'Nobody', paragraphs: [{ context: 'Nothing.', qas: [] }] },
      ],
    });

  test('a question with its paragraph is a prompt, and its first answer the answer', async () => {
    const content = squad((person) => ({
      question: 'When?',
      answers: [
        { text: day(person), answer_start: 3 },
        { text: 'day', answer_start: 3 },
      ],
    }));
    const { estimate, read } = await run('squad.json', content);
    expect(estimate).toMatchObject(FORTY_COUNTS);
    expect(read).toMatch(/prompt: question \+ context, response: answers; not read: id, title/);
  });

  test('a question that is impossible is an abstention, whatever answer was plausible', async () => {
    const content = squad((person, at) =>
      at > 0
        ? { question: 'When?', is_impossible: true, answers: [], plausible_answers: [{ text: 'x', answer_start: 0 }] }
        : { question: 'When?', is_impossible: false, answers: [{ text: day(person), answer_start: 3 }] },
    );
    const { estimate } = await run('squad2.json', content);
    expect(estimate).toMatchObject({ rows: 40, answeredRows: 10, abstainedRows: 30, singletons: 10 });
  });
});

describe("CoQA's own files", () => {
  const turn = (text: string, at: number) => ({ input_text: text, turn_id: at + 1 });
  const coqa = (asked: (person: number) => readonly (readonly [question: string, answer: string])[]): string =>
    JSON.stringify({
      version: '1.0',
      data: FORTY.map((person, at) => ({
        source: 'wikipedia',
        id: `c${at}`,
        filename: 'f.txt',
        story: `On ${day(person)} person ${person} was born.`,
        questions: asked(person).map(([question], place) => turn(question, place)),
        answers: asked(person).map(([, answer], place) => ({
          span_start: 0,
          span_text: 'x',
          ...turn(answer, place),
        })),
        name: 'f.txt',
      })),
    });

  test('a question with its story is a prompt', async () => {
    const { estimate, read } = await run(
      'coqa.json',
      coqa((person) => [['When?', day(person)]]),
    );
    expect(estimate).toMatchObject(FORTY_COUNTS);
    expect(read).toMatch(/prompt: question \+ history \+ story, response: answer; not read: id, source, turn/);
  });

  test('so is what was asked and answered before: the same words ask something else then', async () => {
    const twice = coqa((person) => [
      ['Who?', `person ${person % 2}`],
      ['And when?', day(person)],
    ]);
    const { estimate } = await run('coqa2.json', twice);
    expect(estimate).toMatchObject({ rows: 80, prompts: 20, conflictingPrompts: 0 });
    const other = coqa((person) => [
      ['Who?', `person ${person % 2}`],
      ['Who?', day(person)],
    ]);
    expect((await run('coqa3.json', other)).estimate).toMatchObject({ rows: 80, prompts: 20, conflictingPrompts: 0 });
  });
});

describe('what is not known is named', () => {
  test.each([
    [
      'list of objects',
      (i: number) => ({ prompt: [{ actor: 'a', line: question(i) }], response: day(i) }),
      /column prompt[^]*a list of objects with the keys actor, line/,
    ],
    [
      'object',
      (i: number) => ({ question: { id: i, words: question(i) }, answer: day(i) }),
      /an object with the keys id, words/,
    ],
    [
      'response',
      (i: number) => ({ question: question(i), answer: { mark: day(i) } }),
      /column answer[^]*an object with the keys mark/,
    ],
    [
      'raw SQuAD',
      (i: number) => ({ version: '2', data: [{ title: 't', paragraphs: [i] }] }),
      /"data" \(a list of objects with the keys title, paragraphs\)/,
    ],
    ['texts for messages', (i: number) => ({ messages: question(i) }), /column messages[^]*a text/],
    [
      'roles',
      (i: number) => ({ messages: [user(question(i)), { role: 'oracle', content: day(i) }] }),
      /no message is the assistant’s[^]*the roles oracle, user/,
    ],
  ] as const)('%s', async (name, row, message) => {
    await expect(run(`unknown-${name}.jsonl`, lines(row))).rejects.toThrow(message);
  });

  test('a picture that is not in the data is named, unless a column of pictures is read', async () => {
    const lost = (i: number) => ({ messages: [user('<image>\nWho?'), assistant(day(i))] });
    const { estimate } = await run('lost.jsonl', lines(lost));
    expect(estimate.warnings.join(' ')).toMatch(/with a picture that they do not contain: 40 of 40/);
    const kept = await run(
      'kept.jsonl',
      lines((i) => ({ ...lost(i), image: picture(i) })),
    );
    expect(kept.estimate.warnings.join(' ')).not.toMatch(/a picture/);
  });

  test('rows that are lists have no names of columns', async () => {
    await expect(run('values.json', JSON.stringify(FORTY.map((i) => [question(i), day(i)])))).rejects.toThrow(
      /no names of columns[^]*orient="records"/,
    );
  });

  test('lists that Python printed are no JSON', async () => {
    const content = `messages\n${FORTY.map((i) => `"[{'role': 'user', 'content': '${question(i)}'}, {'role': 'assistant', 'content': '${day(i)}'}]"\n`).join('')}`;
    await expect(run('python.csv', content)).rejects.toThrow(/of Python, printed as text/);
    const prompts = `prompt,response\n${FORTY.map((i) => `"[{'role': 'user', 'content': '${question(i)}'}]",x\n`).join('')}`;
    await expect(run('python-prompts.csv', prompts)).rejects.toThrow(/of Python, printed as text/);
  });

  test('single rows of another shape are left out, and counted', async () => {
    const content = `${lines((i) => ({ messages: [user(question(i)), assistant(day(i))] }))}{"messages":[{"actor":"x"}]}\n`;
    const { estimate } = await run('odd.jsonl', content);
    expect(estimate).toMatchObject({ ...FORTY_COUNTS, emptyPrompts: 1 });
    expect(estimate.warnings.join()).toMatch(/left out: 1 of 41 \(a list of objects with the keys actor\)/);
  });

  test('columns that look like a part of the prompt are named where the user leaves them out', async () => {
    const content = lines((i) => ({ question: 'When?', context: `c${i}`, answer: day(i) }));
    const { estimate } = await run('named.jsonl', content, { prompt: 'question' });
    expect(estimate.prompts).toBe(1);
    expect(estimate.warnings.join()).toMatch(/column context is no part of the prompt.*--prompt question,context/);
    expect((await run('named.jsonl', content, { prompt: 'question,context' })).estimate).toMatchObject(FORTY_COUNTS);
  });

  test('a column of another name on which the answers depend is asked about', async () => {
    const content = lines((i) => ({ question: 'Wann?', Zusammenhang: `c${i}`, answer: day(i) }));
    const { estimate } = await run('german.jsonl', content);
    expect(estimate.warnings.join()).toMatch(/depend on a column that is not read \(Zusammenhang\)/);
    const whole = await run('german.jsonl', content, { prompt: 'question,Zusammenhang' });
    expect(whole.estimate).toMatchObject(FORTY_COUNTS);
    expect(whole.estimate.warnings.join()).not.toMatch(/depend on a column/);
  });

  test('named columns are read as those that are recognised', async () => {
    const sharegpt = lines((i) => ({
      conversations: [
        { from: 'human', value: question(i) },
        { from: 'gpt', value: day(i) },
      ],
    }));
    expect((await run('by-hint.jsonl', sharegpt, { prompt: 'conversations' })).estimate).toMatchObject(FORTY_COUNTS);
    const trl = lines((i) => ({ asked: [user(question(i))], told: [assistant(day(i))] }));
    expect((await run('told.jsonl', trl, { prompt: 'asked', response: 'told' })).estimate).toMatchObject(FORTY_COUNTS);
  });

  test('rows without names say how to read them', async () => {
    const content = FORTY.map((i, at) => `${at}\t${question(i)}\t${day(i)}\n`).join('');
    await expect(run('queries.tsv', content)).rejects.toThrow(
      /first line is taken for the names[^]*--no-header --prompt 2/,
    );
    const { estimate } = await run('queries.tsv', content, { header: false, prompt: '2', response: '3' });
    expect(estimate).toMatchObject(FORTY_COUNTS);
    const named = await run('queries.tsv', content, { prompt: question(FORTY[0]!), response: day(FORTY[0]!) });
    expect(named.estimate.rows).toBe(39);
    expect(named.estimate.warnings.join()).toMatch(/first line was taken for the names.*--no-header/);
    const triples = FORTY.map((i) => `Q${i}\tP569\t${i}\n`).join('');
    await expect(run('triples.tsv', triples)).rejects.toThrow(
      /"Q1", "P569"[^]*where the first line is a row.*--no-header/,
    );
    await expect(run('triples.ttl', '@prefix a: <b> .\n')).rejects.toThrow(/-o ntriples/);
    await expect(run('counted.txt', '   3 When was A born?\n   1 When was B born?\n')).rejects.toThrow(
      /--frequency-counts/,
    );
    await expect(run('queries.tsv', content, { header: false })).rejects.toThrow(
      /no column of prompts is recognised[^]*"1", "2", "3"/,
    );
  });

  test('single messages, texts with labels, and rated completions are named', async () => {
    const oasst = lines((i, at) => ({ message_id: at, parent_id: at, text: question(i), role: 'prompter' }));
    await expect(run('messages.jsonl', oasst)).rejects.toThrow(/each row is a message of a conversation/);
    const labelled = lines((i) => ({ text: question(i), label: i }));
    await expect(run('labelled.jsonl', labelled)).rejects.toThrow(/--extract[^]*--prompt COLUMN --response COLUMN/);
    const rated = lines((i, at) => ({ prompt: question(i), completion: day(i), label: at % 2 === 0 }));
    expect((await run('rated.jsonl', rated)).estimate.warnings.join()).toMatch(
      /label marks some completions as not wanted/,
    );
  });

  test('raw text says what to do', async () => {
    const message = /raw text has no prompts[^]*--extract/;
    await expect(run('corpus.txt', FORTY.map((i) => `Person ${i} was born on ${day(i)}.\n`).join(''))).rejects.toThrow(
      message,
    );
    await expect(
      run(
        'corpus.jsonl',
        lines((i) => ({ text: `Person ${i} was born on ${day(i)}.` })),
      ),
    ).rejects.toThrow(message);
  });
});

test('groups and documents go with conversations, whose columns are no part of the prompt', async () => {
  const content = lines((i, at) => ({
    topic: i % 2 === 0 ? 'even' : 'odd',
    document: `d${at % 5}`,
    messages: [user(question(i)), assistant(day(i))],
  }));
  const { estimate, read } = await run('grouped.jsonl', content, { by: 'topic', document: 'document' });
  expect(estimate).toMatchObject(FORTY_COUNTS);
  expect(read).toBe('chat messages');
  const sizes = estimate.groups!.groups.map(({ group, rows }) => [group, rows]);
  expect(new Map(sizes as [string, number][])).toEqual(
    new Map(['even', 'odd'].map((name, odd) => [name, FORTY.filter((i) => i % 2 === odd).length])),
  );
  expect(estimate.documents).toMatchObject({ documents: 5, rowsWithout: 0 });
});

test('another corpus of conversations is read in the same way', async () => {
  const other = path.join(folder, 'other.jsonl');
  writeFileSync(
    other,
    lines((i) => ({
      conversations: [
        { from: 'human', value: question(i) },
        { from: 'gpt', value: day(i) },
      ],
    })),
  );
  const content = lines((i) => ({ messages: [user(question(i)), assistant(day(i))] }));
  const { estimate } = await run('one.jsonl', content, { against: other });
  expect(estimate).toMatchObject(FORTY_COUNTS);
  expect(estimate.comparison).not.toBeNull();
});
