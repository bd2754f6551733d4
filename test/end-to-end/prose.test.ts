/** Running text on the command line: a run on one's own documents, its model asked, exported, and measured from the export. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { buildAnswerTree } from '../../src/corpus/answerTree.js';
import { openCheckpoint } from '../../src/models/checkpoints/checkpoint.js';
import { loadModel } from '../../src/models/saved/modelFile.js';
import { ADDRESSES_FILE, documentsIn } from '../../src/sweep/run/textFiles.js';
import { hallucinationRate, temporaryFolder } from './commandLine.js';

const at = temporaryFolder();
const documents = (await documentsIn([ADDRESSES_FILE])).filter((_, i) => i % 20 === 0);
writeFileSync(path.join(at, 'mine.jsonl'), documents.map((text) => JSON.stringify({ text })).join('\n'));
writeFileSync(path.join(at, 'mine.txt'), documents.join('\n\n'));
writeFileSync(path.join(at, 'short.txt'), 'Not much.\n\nNor here.\n');
writeFileSync(path.join(at, 'other.csv'), 'title,body\nA,B\n');
const file = path.join(at, 'prose.yaml');
writeFileSync(
  file,
  `
name: prose
corpus:
  examples: 150
  text: { source: mine.txt, vocabulary: 500, window: 40, share: 0.4, wordings: 3, heldOut: 0.2 }
  families:
    cities: { kind: person, attribute: city, prompts: 80, answerProbability: 0.9 }
model: { kind: transformer, layers: 1, heads: 2, width: 24, tiedHead: true }
training: { steps: 120, batchSize: 16, learningRate: 0.02, warmupSteps: 10, loss: all, save: true }
measurement: { curvePoints: 2, unprompted: 20 }
seed: 4
`,
);
const runs = path.join(at, 'runs');
const set = (...pairs: readonly string[]): readonly string[] => pairs.flatMap((pair) => ['--set', pair]);

describe('a run in running text', () => {
  test('measures facts and language, from documents in any form', async () => {
    const { code, stderr } = await hallucinationRate('run', file, '--out', runs);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const table = tableFromIPC(readFileSync(path.join(runs, 'prose', 'runs.arrow'))).toArray();
    const row = table[0] as Record<string, number>;
    const value = (metric: string): number => row[`families.cities.${metric}`];
    expect(value('errorRate') + value('accuracy') + value('abstentionRate') + value('invalidMass')).toBeCloseTo(1, 9);
    expect(value('prose.loss')).toBeLessThan(Math.log(500));
    expect(value('prose.spellingError')).toBeLessThan(0.5);
    expect(value('reworded.answered.accuracy')).toBeGreaterThanOrEqual(0);
    expect(value('volunteered.count')).toBeGreaterThanOrEqual(0);
    const jsonl = path.join(path.dirname(file), 'runs-jsonl');
    const other = await hallucinationRate(
      'run',
      file,
      '--out',
      jsonl,
      '--json',
      ...set('corpus.text.source=mine.jsonl'),
    );
    const [{ families }] = (JSON.parse(other.stdout) as { runs: { families: { cities: { errorRate: number } } }[] })
      .runs;
    expect(families.cities.errorRate).toBe(value('errorRate'));
  }, 120_000);

  test('speaks, and the facts that it states are marked', async () => {
    const asked = await hallucinationRate('ask', path.join(runs, 'prose'), 'The city of', '--json');
    const { texts, replies } = JSON.parse(asked.stdout) as { texts: { text: string; facts: object[] }[]; replies: [] };
    expect(replies).toEqual([]);
    expect(texts).toHaveLength(1);
    expect(texts[0].text.startsWith('The city of')).toBe(true);
    const mixed = await hallucinationRate('ask', path.join(runs, 'prose'), '--number', '3');
    expect([mixed.code, mixed.stdout]).toEqual([
      0,
      expect.stringMatching(/– (right|wrong|made up|abstains|never|shown)[^]*It writes:/),
    ]);
  }, 120_000);

  test('is exported as the same network, which can be measured from there', async () => {
    const folder = path.join(at, 'exported');
    const exported = await hallucinationRate('export', path.join(runs, 'prose'), '--out', folder);
    expect([exported.code, readdirSync(folder).sort()]).toEqual([
      0,
      ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'],
    ]);
    const corpus = path.join(at, 'corpus');
    expect((await hallucinationRate('corpus', file, '--out', corpus)).code).toBe(0);
    const measured = await hallucinationRate(
      'measure',
      corpus,
      '--checkpoint',
      folder,
      '--out',
      path.join(at, 'm'),
      '--json',
    );
    expect([measured.code, measured.code === 0 ? '' : measured.stderr]).toEqual([0, '']);
    const figures = (JSON.parse(measured.stdout) as { runs: { families: { cities: Record<string, number> } }[] })
      .runs[0].families.cities;
    const row = tableFromIPC(readFileSync(path.join(runs, 'prose', 'runs.arrow'))).toArray()[0] as Record<
      string,
      number
    >;
    // A checkpoint is asked for each response with its closing stop, which a run in running text does not ask for.
    for (const metric of ['errorRate', 'accuracy', 'abstentionRate']) {
      expect(figures[metric]).toBeLessThanOrEqual(row[`families.cities.${metric}`] + 1e-6);
      expect(figures[metric]).toBeGreaterThan(row[`families.cities.${metric}`] - 0.1);
    }
    const saved = path.join(runs, 'prose', String(row.run), 'model.safetensors');
    const own = await loadModel(saved);
    const opened = await openCheckpoint({ folder, bos: '<s>' }, { kind: 'compiled', threads: 1, device: 'cpu' });
    const ids = Int32Array.from(opened.tokens.encode('The people of the United States live in Cork. It is'));
    const [theirs] = await opened.model.logProbabilities([Int32Array.of(0)], buildAnswerTree([ids]));
    const [ours] = await own.pathLogProbabilities!([new Int32Array(0)], [ids]);
    expect(theirs[0]).toBeCloseTo(ours, 4);
    await own.dispose();
    await opened.model.dispose();
    const again = await hallucinationRate('export', path.join(runs, 'prose'), '--out', folder);
    expect(again.code).toBe(0);
    mkdirSync(path.join(at, 'foreign'));
    writeFileSync(path.join(at, 'foreign', 'config.json'), '{"model_type": "llama"}');
    const foreign = await hallucinationRate('export', path.join(runs, 'prose'), '--out', path.join(at, 'foreign'));
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringMatching(/did not export[^]*config\.json/)]);
    expect(readdirSync(path.join(at, 'foreign'))).toEqual(['config.json']);
    const untied = await hallucinationRate(
      'run',
      file,
      '--out',
      runs,
      ...set('name=untied', 'model.tiedHead=false', 'training.steps=3'),
    );
    expect(untied.code).toBe(0);
    const refused = await hallucinationRate('export', path.join(runs, 'untied'), '--out', path.join(at, 'no'));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/no GPT-2[^]*model\.tiedHead/)]);
  }, 180_000);

  const hasTransformers =
    spawnSync('python3', ['-c', 'import torch, transformers'], { stdio: 'ignore', timeout: 120_000 }).status === 0;
  (hasTransformers ? test : test.skip)(
    'gives the same probabilities in Hugging Face transformers (python packages torch, transformers)',
    async () => {
      const folder = path.join(at, 'exported');
      const script = `
import json, sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
model, tokenizer = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval(), AutoTokenizer.from_pretrained(sys.argv[1])
rows = []
for text in json.loads(sys.argv[2]):
    ids = tokenizer(text).input_ids
    with torch.no_grad():
        logs = torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)
    rows.append({"ids": ids, "logs": [float(logs[i, ids[i + 1]]) for i in range(len(ids) - 1)]})
print(json.dumps(rows))`;
      const texts = ['Mira Kaplan lives in Cork.', 'The Congress of the United States', 'naïve – 日本'];
      const done = spawnSync('python3', ['-c', script, folder, JSON.stringify(texts)], { encoding: 'utf8' });
      expect([done.status, done.status === 0 ? '' : done.stderr]).toEqual([0, '']);
      const opened = await openCheckpoint({ folder, bos: '<s>' }, { kind: 'compiled', threads: 1, device: 'cpu' });
      const rows = JSON.parse(done.stdout) as { ids: number[]; logs: number[] }[];
      for (const [i, { ids, logs }] of rows.entries()) {
        expect([0, ...opened.tokens.encode(texts[i])]).toEqual(ids);
        const [[log]] = await opened.model.logProbabilities([Int32Array.of(0)], buildAnswerTree([ids.slice(1)]));
        expect(log).toBeCloseTo(
          logs.reduce((sum, each) => sum + each, 0),
          3,
        );
      }
      await opened.model.dispose();
    },
    180_000,
  );

  test('a text that cannot be read, or options that do not go with it, are told', async () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ['corpus.text.source=other.csv', /no such column[^]*title, body[^]*a column text/],
      ['corpus.text.source=nowhere.txt', /no such file[^]*corpus\.text\.source/],
      ['training.loss=response', /training\.loss[^]*all/],
      ['model={kind: ngram}', /ngram, which counts facts alone/],
      ['corpus.text.source=short.txt', /the text is too short[^]*corpus\.text\.source/],
      ['corpus.text.vocabulary=100', /vocabulary[^]*257/],
      ['corpus.families.cities.group=2', /no such group[^]*at most groups \(1\)/],
      ['corpus.families.cities.synonyms=2', /no meaning in running text[^]*wordings/],
      ['training.stages=[{until: 0.5, families: [towns]}, {families: [cities]}]', /no such family[^]*towns/],
      ['training.stages=[{until: 0.5, families: [cities]}, {families: [cities], replay: 0.1}]', /nothing to replay/],
      ['training.stages=[{families: [cities]}]', /training\.stages/],
    ];
    mkdirSync(path.join(at, 'none'), { recursive: true });
    for (const [change, words] of refused) {
      const { code, stderr } = await hallucinationRate('run', file, '--out', path.join(at, 'none'), ...set(change));
      expect([change, code, stderr]).toEqual([change, 2, expect.stringMatching(words)]);
    }
    expect(readdirSync(path.join(at, 'none'))).toEqual([]);
  }, 180_000);
});
