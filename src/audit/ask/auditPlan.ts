/** The requests of an audit: each question without stakes and at each stated penalty, each as many times as there are samples. */

import { canonicalJson } from '../../config/canonicalJson.js';
import { hexDigest } from '../../store/hexDigest.js';
import type { Question } from '../question.js';
import { type ChatMessage, messagesOf } from './stakesPrompt.js';

/** The path of the interface. */
export const CHAT_PATH = '/v1/chat/completions';

/** Settings of how a model is asked. */
export interface AskingOptions {
  readonly model: string;
  /** Stated penalties λ, rising, each once. */
  readonly penalties: readonly number[];
  /** Samples of each prompt, at least 1. */
  readonly samples: number;
  readonly temperature: number;
  /** Most tokens of an answer. */
  readonly maxTokens: number;
  /** Seed of the first sample; the second has the next one, and so on. */
  readonly seed: number;
  readonly template: string;
  readonly system: string | undefined;
  /** More fields of each request, which replace those of one name; null leaves a field out. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A prompt that is asked, and its place in the audit. */
export interface PlannedRequest {
  /** Place of the question. */
  readonly question: number;
  /** The stated penalty; null where no stakes are stated. */
  readonly penalty: number | null;
  /** From 1. */
  readonly sample: number;
  readonly messages: readonly ChatMessage[];
  /** The JSON body. */
  readonly body: object;
}

/** Requests question by question, so that servers that keep the beginnings of prompts answer faster. */
export function plannedRequests(questions: readonly Question[], options: AskingOptions): readonly PlannedRequest[] {
  const stakes = [null, ...options.penalties];
  return questions.flatMap(({ text }, question) =>
    stakes.flatMap((penalty) => {
      const messages = messagesOf(text, penalty, options);
      return Array.from({ length: options.samples }, (_, at) => ({
        question,
        penalty,
        sample: at + 1,
        messages,
        body: bodyOf(messages, at, options),
      }));
    }),
  );
}

/** A request as it is kept: the same prompt is another one at another server, and as another sample. */
export function keptRequest(url: string, { body, sample }: Pick<PlannedRequest, 'body' | 'sample'>): object {
  return { url, path: CHAT_PATH, body, sample };
}

/** The first 16 hexadecimal digits of the SHA-256 of a prompt's messages. */
export function promptDigest(messages: readonly ChatMessage[]): string {
  return hexDigest(canonicalJson(messages)).slice(0, 16);
}

function bodyOf(messages: readonly ChatMessage[], at: number, options: AskingOptions): object {
  const { model, temperature, maxTokens, seed, fields } = options;
  const body = { model, messages, temperature, max_tokens: maxTokens, seed: seed + at, stream: false, ...fields };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
