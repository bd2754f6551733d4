/** `readConversation` as a function that SQL can call. */
import { DuckDBScalarFunction, LIST, VARCHAR } from '@duckdb/node-api';
import type { Database } from '../../data/database.js';
import { type ConversationColumns, type ConversationTally, readConversation } from './conversations.js';

const NAME = 'examples_of';

/** The character between a prompt and its answer in the function's result; in texts it is replaced. */
const BETWEEN = '\u001e';

/**
 * Registers the function. It is marked as volatile so that the database calls it for every row and not once for equal rows: the
 * tally counts rows.
 */
export function registerConversations(
  database: Database,
  columns: ConversationColumns,
  tally: ConversationTally,
): void {
  database.connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: NAME,
      parameterTypes: [VARCHAR, VARCHAR],
      returnType: LIST(VARCHAR),
      volatile: true,
      specialHandling: true, // NULL comes here, too: a row without a response is an example
      mainFunction: (_, input, output) => {
        const [prompts, responses] = [input.getColumnVector(0), input.getColumnVector(1)];
        for (let row = 0; row < input.rowCount; row++) {
          const examples = readConversation(textAt(prompts, row), textAt(responses, row), columns, tally);
          output.setItem(row, {
            items: examples.map(({ prompt, answer }) => `${plain(prompt)}${BETWEEN}${plain(answer)}`),
          } as never);
        }
        output.flush();
      },
    }),
  );
}

function textAt(texts: { getItem(row: number): unknown }, row: number): string | null {
  const text = texts.getItem(row);
  return typeof text === 'string' ? text : null;
}

function plain(text: string): string {
  return text.replaceAll(BETWEEN, ' ');
}

/**
 * SQL of one row per example, with its prompt `p0`, its answer `r`, and the other columns of the source.
 * @param source SQL with the columns `p0`, `r` (or none) and `others`
 */
export function exampleRows(source: string, hasResponse: boolean, others: readonly string[]): string {
  const rest = others.map((column) => `, ${column}`).join('');
  const examples = `SELECT unnest(${NAME}(p0, ${hasResponse ? 'r' : 'NULL'})) AS example${rest} FROM (${source})`;
  return `SELECT split_part(example, chr(30), 1) AS p0, split_part(example, chr(30), 2) AS r${rest} FROM (${examples})`;
}
