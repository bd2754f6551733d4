/** Asks all requests of a plan that are not kept, so many at once, and keeps each answer as it comes. */
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import { type Server, ServerRefusal } from '../../servers/server.js';
import { CHAT_PATH, keptRequest, type PlannedRequest } from './auditPlan.js';
import { requireChatAnswer } from './chatAnswer.js';

/** A request that the server does not take: a prompt that is too long, or that a filter refuses. */
export interface Refused {
  readonly refused: string;
}

/** The server's word on a request. */
export type Said = { readonly answer: unknown } | Refused;

export interface AskOptions {
  readonly server: Server;
  readonly kept: KeptAnswers;
  readonly atOnce: number;
  /** Called with the requests that are done, kept ones included. */
  readonly onDone?: ((done: number, all: number) => void) | undefined;
}

/** Statuses that may concern one prompt alone. */
const OF_ONE_PROMPT: ReadonlySet<number> = new Set([400, 413, 422]);
/** Refused requests after which the server refuses the model or the interface, if it answered fewer. */
const MOST_REFUSED = 5;

/**
 * Answers in the order of the requests. Where one fails, no other begins, and those under way are waited for and kept.
 * @throws UserError where the server cannot be reached, fails, refuses nearly everything, or a limit is reached
 */
export async function askChat(
  requests: readonly Pick<PlannedRequest, 'body' | 'sample'>[],
  { server, kept, atOnce, onDone }: AskOptions,
): Promise<readonly Said[]> {
  const said = requests.map((request): Said | undefined => {
    const answer = kept.find(keptRequest(server.url, request));
    return answer === undefined ? undefined : { answer };
  });
  const open = [...said.keys()].filter((place) => said[place] === undefined);
  let [next, answered] = [0, requests.length - open.length];
  const refusals: ServerRefusal[] = [];
  let failure: { readonly error: unknown } | undefined;

  const askOne = async (place: number): Promise<Said> => {
    try {
      const answer = await server.post(CHAT_PATH, requests[place].body);
      requireChatAnswer(answer, `${server.url}${CHAT_PATH}`);
      kept.keep(keptRequest(server.url, requests[place]), answer);
      answered++;
      return { answer };
    } catch (error) {
      if (!(error instanceof ServerRefusal && OF_ONE_PROMPT.has(error.status))) throw error;
      refusals.push(error);
      if (refusals.length >= MOST_REFUSED && refusals.length > answered) throw error;
      return { refused: error.words };
    }
  };
  const work = async (): Promise<void> => {
    while (next < open.length && failure === undefined) {
      const place = open[next++];
      try {
        said[place] = await askOne(place);
        onDone?.(answered + refusals.length, requests.length);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, open.length) }, work));
  if (failure !== undefined) throw failure.error;
  if (refusals.length > 0 && answered === 0) throw refusals[0];
  return said as readonly Said[];
}
