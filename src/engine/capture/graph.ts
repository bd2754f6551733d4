/** Graph of a recorded program: nodes, constants, inputs and outputs, with static shapes, in the vocabulary of ONNX. */

export type ElementType = 'float32' | 'int32' | 'int64' | 'bool';

/** A tensor that will exist when the graph runs. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/** Value of an attribute of a node; a float is marked, since numbers are integers. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** An operator applied to values. */
export interface Node {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value that is known when the graph is captured. */
export interface Constant extends Value {
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

/** Prefix of output names, since outputs of a graph, unlike those of a program, must not have names of inputs. */
export const OUTPUT_PREFIX = 'next.';

/** Domain of the operators that ONNX Runtime adds to the standard. */
export const MICROSOFT = 'com.microsoft';

/** A graph while it is recorded and rewritten. */
export class Graph {
  /** Nodes in an order in which each comes after those whose outputs it takes. */
  nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly #scalars = new Map<string, Value>();
  #count = 0;

  input(name: string, shape: readonly number[], dtype: ElementType): Value {
    const value: Value = { name, shape: [...shape], dtype };
    this.inputs.push(value);
    return value;
  }

  /** Names a value as an output: `OUTPUT_PREFIX` and the name under which a caller reads it. */
  output(name: string, value: Value): void {
    const [named] = this.add('Identity', [value], [{ shape: value.shape, dtype: value.dtype }], {}, '', [
      OUTPUT_PREFIX + name,
    ]);
    this.outputs.push(named);
  }

  /**
   * Adds a constant tensor. Equal elements are written once and expanded by the runtime: a step is full of zeros and
   * ones, and encoding them one by one took more time than all the rest.
   */
  constant(data: Constant['data'], shape: readonly number[], dtype: ElementType): Value {
    if (data.length > 1 && isSplat(data)) {
      const scalar = this.constant(data.slice(0, 1) as Constant['data'], [], dtype);
      return this.add('Expand', [scalar, this.shapeConstant(shape)], [{ shape, dtype }])[0];
    }
    return this.literal(data, shape, dtype);
  }

  /** Adds a constant tensor that is written out. A single element that is there already is used again. */
  literal(data: Constant['data'], shape: readonly number[], dtype: ElementType): Value {
    const key = data.length === 1 ? `${dtype} ${shape.join('x')} ${data[0]}` : undefined;
    const known = key === undefined ? undefined : this.#scalars.get(key);
    if (known !== undefined) return known;
    const value: Constant = { name: this.#fresh('constant'), shape: [...shape], dtype, data };
    this.constants.push(value);
    if (key !== undefined) this.#scalars.set(key, value);
    return value;
  }

  scalar(number: number, dtype: 'float32' | 'int32' = 'float32'): Value {
    return this.constant(dtype === 'float32' ? Float32Array.of(number) : Int32Array.of(number), [], dtype);
  }

  /** Adds a one-dimensional int64 constant, the form in which ONNX takes shapes, axes and bounds. */
  shapeConstant(numbers: readonly number[]): Value {
    return this.constant(BigInt64Array.from(numbers, BigInt), [numbers.length], 'int64');
  }

  /**
   * Adds a node.
   * @param names of the outputs; those left out get fresh ones
   * @returns the outputs
   */
  add(
    operator: string,
    inputs: readonly Value[],
    outputs: readonly { readonly shape: readonly number[]; readonly dtype: ElementType }[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
    names: readonly string[] = [],
  ): Value[] {
    const values = outputs.map(({ shape, dtype }, i) =>
      names[i] === undefined ? this.value(operator, shape, dtype) : { name: names[i], shape: [...shape], dtype },
    );
    this.nodes.push({ operator, domain, inputs: [...inputs], outputs: values, attributes });
    return values;
  }

  /** Returns a value with a fresh name, for a node that will make it. */
  value(stem: string, shape: readonly number[], dtype: ElementType): Value {
    return { name: this.#fresh(stem), shape: [...shape], dtype };
  }

  #fresh(stem: string): string {
    return `${stem}_${this.#count++}`;
  }
}

function isSplat(data: Constant['data']): boolean {
  const first = data[0];
  for (let i = 1; i < data.length; i++) if (!Object.is(data[i], first)) return false;
  return true;
}
