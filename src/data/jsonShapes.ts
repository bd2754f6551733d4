/** JSON documents that hold a table in another shape than a list of objects, as pandas and others write them. */

type Fields = Readonly<Record<string, unknown>>;

/** Keys of messages: a list of objects with one of them is a conversation, and no list of rows. */
const MESSAGE_KEYS = ['role', 'from', 'speaker'];

/** Rows of a document; null for an object that is one row, or whose shape is not known. */
export function rowsOfDocument(document: Fields): readonly Fields[] | null {
  return (
    splitRows(document) ??
    tableRows(document) ??
    columnRows(document) ??
    keyedRows(document) ??
    squadRows(document) ??
    coqaRows(document) ??
    listedRows(document)
  );
}

/** A few words about the values of an object: `"a": an object of 3, "b": a list of 5`. */
export function shapeOf(document: Fields): string {
  const kindOf = (value: unknown): string => {
    if (Array.isArray(value)) return `a list of ${value.length}`;
    return isFields(value) ? `an object of ${Object.keys(value).length}` : `a ${typeof value}`;
  };
  return Object.entries(document)
    .slice(0, 6)
    .map(([key, value]) => `${JSON.stringify(key)}: ${kindOf(value)}`)
    .join(', ');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Pandas' orient="split" and "tight": `columns`, `index`, `data`. */
function splitRows({ columns, data }: Fields): readonly Fields[] | null {
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return null;
  return (data as readonly (readonly unknown[])[]).map((cells) =>
    Object.fromEntries(columns.map((name, at) => [String(name), cells[at]])),
  );
}

/** Pandas' orient="table": `schema`, `data`. */
function tableRows({ schema, data }: Fields): readonly Fields[] | null {
  return isFields(schema) && isRows(data) ? data : null;
}

/** Columns by name: pandas' default, a value by label, or lists of one length. */
function columnRows(document: Fields): readonly Fields[] | null {
  const columns = Object.entries(document);
  if (columns.length === 0) return null;
  const [, first] = columns[0];
  const labels = isFields(first) ? Object.keys(first) : Array.isArray(first) ? Object.keys(first) : [];
  if (labels.length === 0) return null;
  const alike = columns.every(([, values]) => {
    if (Array.isArray(first)) return Array.isArray(values) && values.length === labels.length && !isRows(values);
    const keys = isFields(values) ? Object.keys(values) : [];
    return keys.length === labels.length && labels.every((label) => Object.hasOwn(values as object, label));
  });
  if (
    !alike ||
    (!Array.isArray(first) &&
      !isLabelled(
        labels,
        columns.map(([name]) => name),
      ))
  )
    return null;
  // Labels that are no numbers may be the questions or their ids.
  const named = labels.some((label) => !/^\d+$/.test(label)) && !Object.hasOwn(document, 'key');
  return labels.map((label) => ({
    ...(named && { key: label }),
    ...Object.fromEntries(columns.map(([name, values]) => [name, (values as Fields)[label]])),
  }));
}

/** Returns whether the inner keys are labels of rows, and the outer ones names of columns. */
function isLabelled(inner: readonly string[], outer: readonly string[]): boolean {
  const numbers = (keys: readonly string[]): boolean => keys.every((key) => /^\d+$/.test(key));
  if (numbers(inner) !== numbers(outer)) return numbers(inner);
  return inner.length > outer.length;
}

/** Rows by label, which becomes the column `key`: pandas' orient="index", or an object by the id of a question. */
function keyedRows(document: Fields): readonly Fields[] | null {
  const rows = Object.entries(document);
  if (rows.length === 0 || !rows.every(([, row]) => isFields(row))) return null;
  const names = Object.keys(rows[0][1] as Fields);
  const shared = rows.every(([, row]) => names.length > 0 && names.some((name) => Object.hasOwn(row as object, name)));
  if (!shared || (rows.length === 1 && !/^\d+$/.test(rows[0][0]))) return null;
  return rows.map(([key, row]) => ({ key, ...(row as Fields) }));
}

/** Questions of SQuAD's own files, `data[].paragraphs[].qas[]`: each with its paragraph, on which it depends, and the article's title. */
function squadRows({ data }: Fields): readonly Fields[] | null {
  const asks = ({ qas }: Fields): boolean => Array.isArray(qas) && qas.every(isFields);
  if (!isRows(data) || !data.every(({ paragraphs }) => isRows(paragraphs) && paragraphs.every(asks))) return null;
  return data.flatMap(({ title, paragraphs }) =>
    (paragraphs as readonly Fields[]).flatMap(({ qas, ...paragraph }) =>
      (qas as readonly Fields[]).map((asked) => ({ title, ...paragraph, ...asked })),
    ),
  );
}

/**
 * Questions of CoQA's own files, `data[].questions[]` and `data[].answers[]`: each with its story and with what was asked and answered
 * before, on which it depends, and the conversation's id and source.
 */
function coqaRows({ data }: Fields): readonly Fields[] | null {
  const areTurns = (turns: unknown): boolean => isRows(turns) && turns.every((turn) => 'input_text' in turn);
  if (!isRows(data) || !data.every(({ questions, answers }) => areTurns(questions) && areTurns(answers))) return null;
  return data.flatMap(({ questions, answers, story, id, source }) => {
    const answerOf = new Map((answers as readonly Fields[]).map((turn) => [turn.turn_id, turn.input_text]));
    const said: string[] = [];
    return (questions as readonly Fields[]).map(({ turn_id: turn, input_text: question }) => {
      const [history, answer] = [said.join('\n'), answerOf.get(turn)];
      said.push(`Q: ${String(question)}`, `A: ${String(answer ?? '')}`);
      return { id, source, turn, story, history, question, answer };
    });
  });
}

/** A list of rows beside values about it: `{"version": …, "data": […]}`, and rows in wrappings of their own (`{"row": {…}}`). */
function listedRows(document: Fields): readonly Fields[] | null {
  const lists = Object.values(document).filter(isRows);
  const rows = lists.length > 1 ? lists.filter((list) => list.every(({ row }) => isFields(row))) : lists;
  if (rows.length !== 1 || isMessageList(rows[0])) return null;
  return rows[0].every(({ row }) => isFields(row)) ? rows[0].map(({ row }) => row as Fields) : rows[0];
}

/** Returns whether a value is a list of messages. */
export function isMessageList(value: object): boolean {
  return isRows(value) && value.some((each) => MESSAGE_KEYS.some((key) => Object.hasOwn(each, key)));
}

function isRows(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFields);
}
