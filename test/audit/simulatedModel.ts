/**
 * A chat model whose confidence in each question is known: told what an error costs, it answers exactly where it is surer than the
 * confidence target; told nothing, it always answers. Its wrong answers to even questions are always the same, to odd ones never.
 */

/** Questions of the table. */
export const ASKED = 40;

export interface SimulatedQuestion {
  readonly text: string;
  readonly answer: string;
  /** Probability of being right, as the model believes. */
  readonly confidence: number;
  readonly isRight: boolean;
  /** True where two wrong answers agree. */
  readonly isStubborn: boolean;
}

export const SIMULATED: readonly SimulatedQuestion[] = Array.from({ length: ASKED }, (_, at) => ({
  text: `What is number ${at}?`,
  answer: `answer ${at}`,
  confidence: (at + 0.5) / ASKED,
  // The model is right about as often as it believes.
  isRight: (at * 17) % ASKED < at,
  isStubborn: at % 2 === 0,
}));

/** The table of questions as CSV. */
export const SIMULATED_CSV = `id,question,answer,topic\n${SIMULATED.map(({ text, answer }, at) => `q${at},${text},${answer},${at % 3}\n`).join('')}`;

export interface ChatBody {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly seed: number;
  readonly temperature: number;
  readonly model: string;
}

/** The model's JSON. */
export function simulatedChat({ messages, seed }: ChatBody): object {
  const { content } = messages[messages.length - 1];
  const number = Number(/number (\d+)/.exec(content)![1]);
  const { answer, confidence, isRight, isStubborn } = SIMULATED[number];
  const penalty = /penalized ([\d.]+) point/.exec(content)?.[1];
  const target = penalty === undefined ? -1 : Number(penalty) / (1 + Number(penalty));
  const wrong = `something else ${isStubborn ? '' : seed}`;
  const text = confidence <= target ? 'I don’t know.' : isRight ? `The ${answer}!` : wrong;
  return {
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: content.length, completion_tokens: text.length },
  };
}

export interface ExpectedRates {
  readonly right: number;
  readonly error: number;
  readonly abstention: number;
}

/** Shares of outcomes in closed form. @param penalty null where the stakes are not stated */
export function expectedRates(penalty: number | null, twoAgree: boolean): ExpectedRates {
  const target = penalty === null ? -1 : penalty / (1 + penalty);
  const answered = SIMULATED.filter(({ confidence }) => confidence > target);
  const right = answered.filter(({ isRight }) => isRight).length / ASKED;
  const error = answered.filter(({ isRight, isStubborn }) => !isRight && (isStubborn || !twoAgree)).length / ASKED;
  return { right, error, abstention: 1 - right - error };
}
