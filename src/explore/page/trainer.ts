/** The worker that trains the story's transformer: it is asked once, and reports until it has ended. */
import { embeddedWasmEngine } from '../../engine/embeddedWasm.js';
import { parameterCount } from '../../models/networks/network.js';
import type { TrainingAsked, TrainingTold } from '../story/liveMessages.js';
import { liveNetwork, trainLive } from '../story/liveTraining.js';
import { storyCorpus } from '../story/storyCorpus.js';

function tell(told: TrainingTold): void {
  postMessage(told);
}

async function trainAsked({ binary, lexicon, steps, ...drawn }: TrainingAsked): Promise<void> {
  const corpus = storyCorpus(drawn, lexicon);
  const engine = await embeddedWasmEngine(binary);
  tell({ kind: 'begun', parameters: parameterCount(liveNetwork(corpus)) });
  await trainLive(corpus, engine, drawn.seed, steps, (measured) => tell({ kind: 'measured', measured }));
  tell({ kind: 'ended' });
}

addEventListener('message', ({ data }: MessageEvent<TrainingAsked>) => {
  trainAsked(data).catch((error: unknown) => tell({ kind: 'failed', reason: String(error) }));
});
