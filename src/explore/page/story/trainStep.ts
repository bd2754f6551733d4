/** Step 6: a transformer learns the reader's corpus in a worker, and its errors are shown step by step. */
import type { Lexicon } from '../../../corpus/lexicon.js';
import { thousands } from '../../charts/marks.js';
import type { TrainingAsked, TrainingTold } from '../../story/liveMessages.js';
import type { LiveMeasurement } from '../../story/liveTraining.js';
import { knownStrip } from '../../story/pictures/knownStrip.js';
import { learningChart } from '../../story/pictures/learningChart.js';
import type { StoryFacts } from '../../story/storyFacts.js';
import { guessedWords, spokenWhileTraining, trainingWords, unfinishedWords } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import { newTrainer, tensorBinary } from './newTrainer.js';
import { pictureElement, type StepScript, type StoryContext, write } from './storyStep.js';

/** Number of steps after which every fact that was shown is known. */
const STEPS = 300;
/** Height of the strip of people as a share of its width. */
const STRIP = 0.16;
/** Error on shown facts below which they count as known. */
const KNOWN = 0.05;

export function trainStep({ state, facts }: StoryContext, lexicon: Lexicon): StepScript {
  let of: StoryFacts | undefined;
  let curve: LiveMeasurement[] = [];
  let worker: Worker | undefined;
  const guess = (): string | undefined => document.querySelector<HTMLInputElement>('#train-guess input:checked')?.value;
  const draw = (): void => {
    const last = curve.at(-1);
    const picture = pictureElement('train');
    if (picture.clientWidth === 0) return;
    const width = Math.max(260, picture.clientWidth);
    const height = Math.max(150, picture.clientHeight - width * STRIP - 8);
    picture.innerHTML =
      learningChart(curve, STEPS, facts().missing, { width, height }) + knownStrip(facts(), last?.right);
    byId('train-said').innerHTML = last === undefined ? '' : spokenWhileTraining(last, facts());
  };
  const end = (outcome: string): void => {
    worker?.terminate();
    worker = undefined;
    write('train', 'Train again');
    write('train-outcome', outcome);
  };
  const hear = (told: TrainingTold): void => {
    if (told.kind === 'failed') end(`This browser cannot train here: ${told.reason}`);
    else if (told.kind === 'begun')
      write('train-outcome', `It has ${thousands(told.parameters)} adjustable numbers, all of them still random.`);
    else if (told.kind === 'measured') {
      curve.push(told.measured);
      draw();
    } else {
      const last = curve.at(-1)!;
      end(last.shown < KNOWN ? guessedWords(guess()) + trainingWords(last, facts()) : unfinishedWords(last));
    }
  };
  const start = async (): Promise<void> => {
    curve = [];
    write('train', 'Stop');
    write('train-outcome', 'It starts …');
    draw();
    const { sentences, seed } = state();
    const started = await newTrainer();
    if (of !== facts()) return;
    worker = started;
    started.onmessage = ({ data }: MessageEvent<TrainingTold>) => hear(data);
    started.onerror = ({ message }) => hear({ kind: 'failed', reason: message });
    const asked: TrainingAsked = { binary: await tensorBinary(), lexicon, sentences, seed, steps: STEPS };
    started.postMessage(asked);
  };
  byId('train').addEventListener('click', () => {
    const last = curve.at(-1);
    if (worker !== undefined) end(last === undefined ? '' : unfinishedWords(last));
    else start().catch((error: unknown) => hear({ kind: 'failed', reason: String(error) }));
  });
  return {
    show: () => {
      if (of !== facts()) {
        if (of !== undefined) end('');
        of = facts();
        curve = [];
        write('train', 'Train it');
      }
      draw();
    },
  };
}
