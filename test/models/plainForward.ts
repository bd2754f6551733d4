/**
 * A second implementation of the networks, in float64 and plain loops, one sentence at a time, to check the tfjs
 * programs. Every function returns the logits after each slot, [slots][vocabulary].
 */
type Vector = number[];
export interface Parameters {
  /** A matrix by rows: [from][to]. */
  matrix(name: string): Vector[];
  vector(name: string): Vector;
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
function add(...vectors: Vector[]): Vector {
  return vectors[0].map((_, i) => vectors.reduce((sum, v) => sum + v[i], 0));
}
function times(x: Vector, w: Vector[]): Vector {
  return w[0].map((_, column) => x.reduce((sum, value, row) => sum + value * w[row][column], 0));
}
function affine(p: Parameters, name: string, x: Vector): Vector {
  return add(times(x, p.matrix(name)), p.vector(`${name}.bias`));
}
function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
function part(x: Vector, which: number, size: number): Vector {
  return x.slice(which * size, (which + 1) * size);
}

export function plainMlp(
  p: Parameters,
  tokens: readonly number[],
  { window, layers }: { window: number; layers: number },
): Vector[] {
  return tokens.map((_, slot) => {
    let x = Array.from({ length: window }, (_, i) => p.matrix('tokens')[tokens[slot - window + 1 + i] ?? 0]).flat();
    for (let layer = 0; layer < layers; layer++) x = affine(p, `${layer}.hidden`, x).map(Math.tanh);
    return affine(p, 'head', x);
  });
}

function plainRecurrent(
  p: Parameters,
  tokens: readonly number[],
  layers: number,
  size: number,
  step: (layer: number, x: Vector, state: Vector[]) => Vector[],
): Vector[] {
  const states = Array.from({ length: layers }, () => [
    new Array<number>(size).fill(0),
    new Array<number>(size).fill(0),
  ]);
  return tokens.map((token) => {
    let x = p.matrix('tokens')[token];
    for (let layer = 0; layer < layers; layer++) {
      states[layer] = step(layer, x, states[layer]);
      x = states[layer][0];
    }
    return affine(p, 'head', x);
  });
}

export function plainGru(
  p: Parameters,
  tokens: readonly number[],
  { layers, width }: { layers: number; width: number },
): Vector[] {
  return plainRecurrent(p, tokens, layers, width, (layer, x, [h]) => {
    const ofInput = affine(p, `${layer}.input`, x);
    const ofState = times(h, p.matrix(`${layer}.recurrent`));
    const gate = (which: number): Vector => add(part(ofInput, which, width), part(ofState, which, width)).map(sigmoid);
    const [reset, update] = [gate(0), gate(1)];
    const back = add(part(ofState, 2, width), p.vector(`${layer}.recurrent.bias`));
    const candidate = part(ofInput, 2, width).map((value, i) => Math.tanh(value + reset[i] * back[i]));
    return [candidate.map((value, i) => (1 - update[i]) * value + update[i] * h[i])];
  });
}

export function plainLstm(
  p: Parameters,
  tokens: readonly number[],
  { layers, width }: { layers: number; width: number },
): Vector[] {
  return plainRecurrent(p, tokens, layers, width, (layer, x, [h, c]) => {
    const gates = add(affine(p, `${layer}.input`, x), times(h, p.matrix(`${layer}.recurrent`)));
    const [input, forget, output] = [0, 1, 2].map((which) => part(gates, which, width).map(sigmoid));
    const memory = part(gates, 3, width).map((g, i) => forget[i] * c[i] + input[i] * Math.tanh(g));
    return [memory.map((value, i) => output[i] * Math.tanh(value)), memory];
  });
}

interface TransformerShape {
  layers: number;
  heads: number;
  width: number;
  norm: 'layer' | 'rms';
  activation: 'gelu' | 'relu';
  tiedHead: boolean;
}

export function plainTransformer(
  p: Parameters,
  tokens: readonly number[],
  { layers, heads, width, norm, activation, tiedHead }: TransformerShape,
): Vector[] {
  const mean = (x: Vector): number => x.reduce((sum, value) => sum + value, 0) / x.length;
  const normed = (name: string, x: Vector): Vector => {
    const centre = norm === 'layer' ? mean(x) : 0;
    const centred = x.map((value) => value - centre);
    const scale = 1 / Math.sqrt(mean(centred.map((value) => value * value)) + 1e-5);
    return centred.map(
      (value, i) =>
        value * scale * p.vector(`${name}.norm.scale`)[i] + (norm === 'layer' ? p.vector(`${name}.norm.bias`)[i] : 0),
    );
  };
  const activate = (x: number): number =>
    activation === 'relu'
      ? Math.max(0, x)
      : (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  const headSize = width / heads;
  let rows = tokens.map((token, slot) => add(p.matrix('tokens')[token], p.matrix('positions')[slot]));
  for (let layer = 0; layer < layers; layer++) {
    const read = rows.map((x) => normed(`${layer}.attention`, x));
    const [query, key, value] = ['query', 'key', 'value'].map((name) =>
      read.map((x) => affine(p, `${layer}.attention.${name}`, x)),
    );
    rows = rows.map((x, slot) => {
      const mixed = Array.from({ length: heads }, (_, head) => {
        const seen = tokens
          .slice(0, slot + 1)
          .map((_, at) =>
            Math.exp(dot(part(query[slot], head, headSize), part(key[at], head, headSize)) / Math.sqrt(headSize)),
          );
        const total = seen.reduce((sum, weight) => sum + weight, 0);
        return part(value[0], head, headSize).map((_, i) =>
          seen.reduce((sum, weight, at) => sum + (weight / total) * value[at][head * headSize + i], 0),
        );
      });
      return add(x, affine(p, `${layer}.attention.output`, mixed.flat()));
    });
    rows = rows.map((x) =>
      add(
        x,
        affine(p, `${layer}.mlp.output`, affine(p, `${layer}.mlp.input`, normed(`${layer}.mlp`, x)).map(activate)),
      ),
    );
  }
  return rows.map((x) => {
    const last = normed('final', x);
    return tiedHead ? p.matrix('tokens').map((embedding) => dot(last, embedding)) : affine(p, 'head', last);
  });
}
