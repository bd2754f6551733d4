/** Retrieval: the fact stands in the context window, or it does not. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, meanWithin, rangeWords } from '../../claims/verdict.js';
import { familyMeans } from '../../results/bySeed.js';
import { readingWhileTraining } from './figures.js';
import {
  abstentionAlone,
  errorBehindOther,
  FAMILY,
  rightBehindPassage,
  wrongAlone,
  wrongBehindPassage,
} from './readings.js';

const PREDICTED = {
  right: atLeast(0.7),
  wrong: atMost(0.3),
  abstention: atLeast(0.9),
  wrongAlone: atMost(0.05),
  believed: atLeast(0.8),
} as const;

const claims: readonly Claim[] = [
  {
    id: 'read-facts-are-right',
    evidence: 'trained',
    listed: ['S8b'],
    statement:
      'A network that has learnt to read is right about facts that training never stated, where they stand before the question.',
    source: 'OpenAI 2025, on evaluations near 100 %; Kalai et al. 2025, §5 (search)',
    formula: 'accuracy on facts never stated, behind a passage that states them',
    explanation: [
      'Training shows questions about people who are invented for one question alone, half of them behind a sentence that states the answer in another wording. Whatever the network remembers of such people is of no use: it can only look the answer up. Then it is asked for people of whom training says nothing, behind a sentence about them.',
      'The missing mass is a property of what stands in the weights. A fact in the context is no missing fact, so that the lower bounds do not apply.',
    ],
    prediction: `accuracy ${rangeWords(PREDICTED.right)}, err + invalid mass ${rangeWords(PREDICTED.wrong)}`,
    check: (tables) =>
      allOf([
        meanWithin(
          'accuracy on facts never stated, behind a passage',
          familyMeans(tables, FAMILY, rightBehindPassage),
          PREDICTED.right,
        ),
        meanWithin(
          'err + invalid mass on facts never stated, behind a passage',
          familyMeans(tables, FAMILY, wrongBehindPassage),
          PREDICTED.wrong,
        ),
      ]),
  },
  {
    id: 'unread-facts-are-left-open',
    evidence: 'trained',
    listed: ['C2'],
    statement: 'Asked for the same facts without a passage, the same network mostly says that it does not know.',
    source: 'Kalai et al. 2025, §5: grading rewards guessing wherever search fails',
    formula: 'abstention on facts never stated, without a passage',
    explanation: [
      'The other half of the questions about invented people stands alone, and is answered with "a place nobody knows". So the network has seen what to say where nothing stands before the question. Passages have wordings of their own: a question is not how one of them begins.',
      'What it gives up is memory: the few facts that training states without a passage are not answered either.',
    ],
    prediction: `abstention ${rangeWords(PREDICTED.abstention)}, err + invalid mass ${rangeWords(PREDICTED.wrongAlone)}`,
    check: (tables) =>
      allOf([
        meanWithin(
          'abstention on facts never stated, without a passage',
          familyMeans(tables, FAMILY, abstentionAlone),
          PREDICTED.abstention,
        ),
        meanWithin(
          'err + invalid mass on facts never stated, without a passage',
          familyMeans(tables, FAMILY, wrongAlone),
          PREDICTED.wrongAlone,
        ),
      ]),
  },
  {
    id: 'a-wrong-passage-is-believed',
    evidence: 'trained',
    listed: ['S8b'],
    statement: 'Behind a passage about somebody else the network gives that person’s answer.',
    source: 'Kalai et al. 2025, §5: search is no panacea',
    formula: 'err on facts never stated, behind a passage about somebody else',
    explanation: [
      'No passage of training is about another person than the question. Nothing teaches the network to compare names, and it copies the city that it has just read: an error with high confidence, where it would have abstained without the passage.',
    ],
    prediction: `err ${rangeWords(PREDICTED.believed)}`,
    check: (tables) =>
      meanWithin(
        'err on facts never stated, behind a passage about somebody else',
        familyMeans(tables, FAMILY, errorBehindOther),
        PREDICTED.believed,
      ),
  },
];

export const retrievalInProse: ExperimentClaims = {
  experiment: 'retrieval-in-prose',
  title: 'Facts that stand in the context',
  claims,
  figures: (tables) => [readingWhileTraining(tables)],
};
