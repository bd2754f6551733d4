/** Queries that are interrupted: also those that call a function of this program, for which the process would otherwise wait for ever. */
import { expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { registerTextFunction } from '../../src/data/textFunction.js';

test('the present query ends, and no other begins', async () => {
  const controller = new AbortController();
  const ends: string[] = [];
  const work = withDatabase(
    async (database) => {
      registerTextFunction(database, 'abort_at_once', (text) => {
        controller.abort();
        return text;
      });
      await expect(
        database.rows('SELECT count(abort_at_once(i::VARCHAR)) FROM range(1000000000) AS t(i)'),
      ).rejects.toThrow(/interrupt/i);
      ends.push('first');
      await database.rows('SELECT 1');
      ends.push('second');
    },
    { signal: controller.signal },
  );
  await expect(work).rejects.toThrow(/abort/i);
  expect(ends).toEqual(['first']);
}, 20_000);
