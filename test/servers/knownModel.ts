/** A small language model whose every probability is known: the law of the next token hangs on the whole text before it. */

/** Id of the token that begins a text in training. */
export const BOS = 0;
const BOS_TEXT = '<s>';
const SIZE = 400;

export interface KnownModel {
  /** Token ids of a text; words with the space before them. */
  encode(text: string): number[];
  decode(id: number): string;
  /** ln p(next token) behind a context, [SIZE]. */
  laws(context: readonly number[]): Float64Array;
  /** ln p of a text behind a prompt, both behind BOS or not. */
  logOf(prompt: string, response: string, bos?: boolean): number;
}

export function knownModel(): KnownModel {
  const ids = new Map<string, number>([[BOS_TEXT, BOS]]);
  const texts: string[] = [BOS_TEXT];
  const known = new Map<string, Float64Array>();
  const idOf = (piece: string): number => {
    const unnamed = /^ #(\d+)$/.exec(piece);
    if (unnamed !== null) return Number(unnamed[1]);
    const id = ids.get(piece) ?? texts.push(piece) - 1;
    if (id >= SIZE) throw new Error('the vocabulary is full');
    ids.set(piece, id);
    return id;
  };
  const encode = (text: string): number[] =>
    text.startsWith(BOS_TEXT)
      ? [BOS, ...encode(text.slice(BOS_TEXT.length))]
      : [...text.matchAll(/\s?[^\s]+/g)].map(([piece]) => idOf(piece));
  const laws = (context: readonly number[]): Float64Array => {
    const key = context.join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    let state = context.reduce((hash, id, i) => (Math.imul(hash, 31) + id * 7 + i) >>> 0, 17);
    const logits = Float64Array.from({ length: SIZE }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 6 * (state / 2 ** 32) ** 3;
    });
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const law = logits.map((logit) => logit - total);
    known.set(key, law);
    return law;
  };
  return {
    encode,
    decode: (id) => texts[id] ?? ` #${id}`,
    laws,
    logOf: (prompt, response, bos = true) => {
      const context = [...(bos ? [BOS] : []), ...encode(prompt)];
      let sum = 0;
      for (const id of encode(response)) {
        sum += laws(context)[id];
        context.push(id);
      }
      return sum;
    },
  };
}

/** A token drawn at a temperature, by a number in [0, 1). */
export function drawn(law: Float64Array, temperature: number, place: number): number {
  const weights = law.map((log) => Math.exp(log / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return Math.max(
    0,
    weights.findIndex((weight) => {
      sum += weight;
      return sum >= place * total;
    }),
  );
}
