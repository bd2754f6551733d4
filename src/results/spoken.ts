/** Words of a model, beside what is right: kept with a run, so that its errors can be looked at. */
import type { Outcome } from '../theory/outcome.js';

/** The answer of a model to one prompt. */
export interface Reply {
  readonly family: string;
  readonly nature: 'arbitrary' | 'pattern';
  readonly prompt: string;
  /** Number of training rows that answer the prompt, and of those that abstain from it. */
  readonly shown: number;
  readonly abstained: number;
  /** a_c, and p̂(a_c|c). */
  readonly answer: string;
  readonly right: number;
  /** The response that it gives, and its probability; a text that is no response where `outcome` is `invalid`. */
  readonly said: string;
  readonly probability: number;
  readonly outcome: Outcome;
  /** p̂(IDK|c), and the probability of all texts that are no response. */
  readonly abstention: number;
  readonly invalid: number;
}

/** A sentence of a text that states a fact of a family. */
export interface StatedFact {
  readonly family: string;
  /** Place of the sentence in the text. */
  readonly from: number;
  readonly until: number;
  readonly subject: string;
  readonly said: string;
  /**
   * `right`: the fact as it is; `wrong`: another answer; `abstention`; `nobody`: about a subject that the world does not have.
   */
  readonly outcome: 'right' | 'wrong' | 'abstention' | 'nobody';
  /** Training rows that state the fact with an answer; 0 for nobody. */
  readonly shown: number;
  /** The right answer; empty for nobody. */
  readonly answer: string;
}

/** A text that a model of running text wrote. */
export interface WrittenText {
  readonly beginning: string;
  /** The beginning with what the model wrote behind it. */
  readonly text: string;
  readonly facts: readonly StatedFact[];
}

/** Words of a network at one step of its training: answers at the end, texts in each third of it. */
export interface Spoken {
  readonly replies: readonly Reply[];
  readonly texts: readonly WrittenText[];
}
