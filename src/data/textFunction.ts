/** A function of this program that SQL can call. The database calls it in this thread, with a few thousand texts at a time. */
import { DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import type { Database } from './database.js';

/** Registers a function from text to text under this name; NULL stays NULL. */
export function registerTextFunction(database: Database, name: string, change: (text: string) => string): void {
  database.connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: [VARCHAR],
      returnType: VARCHAR,
      mainFunction: (_, input, output) => {
        const texts = input.getColumnVector(0);
        for (let row = 0; row < input.rowCount; row++) {
          const text = texts.getItem(row);
          output.setItem(row, typeof text === 'string' ? change(text) : null);
        }
        output.flush();
      },
    }),
  );
}
