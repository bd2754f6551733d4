/** Frequency counts as programs print them: each gives the same counts. */
import { describe, expect, test } from '@jest/globals';
import { frequenciesOfLines } from '../../src/estimate/frequencies/frequencyText.js';

async function read(text: string) {
  async function* lines(): AsyncGenerator<string> {
    yield* text.split('\n');
  }
  const { pairs, emptyPrompts, read } = await frequenciesOfLines(lines(), 'counts.txt');
  return { counts: Object.fromEntries(pairs), emptyPrompts, read };
}

/** Two prompts seen once, three twice, one three times, two five times, and one each 7 and 12 times. */
const COUNTS = { 1: 2, 2: 3, 3: 1, 5: 2, 7: 1, 12: 1 };

const TABLES: readonly (readonly [name: string, text: string])[] = [
  ['CSV with the names of the documentation', 'count,frequency\n1,2\n2,3\n3,1\n5,2\n7,1\n12,1\n'],
  ['the same, the other way round and quoted', '"frequency","count"\n"2","1"\n3,2\n1,3\n2,5\n1,7\n1,12\n'],
  ['a histogram of preseq', '1\t2\n2\t3\n3\t1\n5\t2\n7\t1\n12\t1\n'],
  ['two columns with commas and no names', '1,2\n2,3\n3,1\n5,2\n7,1\n12,1'],
  ['semicolons, as Excel writes them', 'n;count(*)\n1;2\n2;3\n3;1\n5;2\n7;1\n12;1\n'],
  ['names that databases give', 'n,count_star()\n1,2\n2,3\n3,1\n5,2\n7,1\n12,1\n'],
  ['GROUP BY without an order', 'n,count\n5,2\n1,2\n12,1\n2,3\n7,1\n3,1\n'],
  ['numbers of pandas', 'count,proportion_of\n1.0,2.0\n2.0,3.0\n3.0,1.0\n5.0,2.0\n7.0,1.0\n12.0,1.0\n'],
  [
    'psql',
    ' n  | count \n----+-------\n  1 |     2\n  2 |     3\n  3 |     1\n  5 |     2\n  7 |     1\n 12 |     1\n(6 rows)\n\n',
  ],
  [
    'mysql',
    '+------+----------+\n| n    | count(*) |\n+------+----------+\n|    1 |        2 |\n|    2 |        3 |\n|    3 |        1 |\n|    5 |        2 |\n|    7 |        1 |\n|   12 |        1 |\n+------+----------+\n6 rows in set (0.00 sec)\n',
  ],
  ['sqlite3', '1|2\n2|3\n3|1\n5|2\n7|1\n12|1\n'],
  [
    'duckdb',
    '┌───────┬──────────────┐\n│   n   │ count_star() │\n│ int64 │    int64     │\n├───────┼──────────────┤\n│     1 │            2 │\n│     2 │            3 │\n│     3 │            1 │\n│     5 │            2 │\n│     7 │            1 │\n│    12 │            1 │\n└───────┴──────────────┘\n',
  ],
  [
    'polars',
    'shape: (6, 2)\n┌─────┬───────┐\n│ n   ┆ count │\n│ --- ┆ ---   │\n│ i64 ┆ u32   │\n╞═════╪═══════╡\n│ 1   ┆ 2     │\n│ 2   ┆ 3     │\n│ 3   ┆ 1     │\n│ 5   ┆ 2     │\n│ 7   ┆ 1     │\n│ 12  ┆ 1     │\n└─────┴───────┘\n',
  ],
  [
    'Spark',
    '+---+--------+\n|  n|count(1)|\n+---+--------+\n|  1|       2|\n|  2|       3|\n|  3|       1|\n|  5|       2|\n|  7|       1|\n| 12|       1|\n+---+--------+\n\n',
  ],
  ['uniq -c of counts', '      2 1\n      3 2\n      1 3\n      2 5\n      1 7\n      1 12\n'],
  ['uniq -c of counts, without the blanks', '2 1\n3 2\n1 3\n2 5\n1 7\n1 12\n'],
  ['table() of R', '\n 1  2  3  5  7 12 \n 2  3  1  2  1  1 \n'],
  ['table() of R, with a name and in two pieces', 'n\n 1  2  3  5 \n 2  3  1  2 \n 7 12 \n 1  1 \n'],
  [
    'a data frame of R, printed',
    '  Var1 Freq\n1    1    2\n2    2    3\n3    3    1\n4    5    2\n5    7    1\n6   12    1\n',
  ],
  ['write.csv of R', '"","Var1","Freq"\n"1","1",2\n"2","2",3\n"3","3",1\n"4","5",2\n"5","7",1\n"6","12",1\n'],
  ['write.table of R', '"Var1" "Freq"\n"1" "1" 2\n"2" "2" 3\n"3" "3" 1\n"4" "5" 2\n"5" "7" 1\n"6" "12" 1\n'],
  [
    'value_counts() of pandas, printed',
    'count\n2     3\n1     2\n5     2\n3     1\n7     1\n12    1\nName: count, dtype: int64\n',
  ],
  [
    'a frame of pandas, printed',
    '       count\ncount       \n1          2\n2          3\n3          1\n5          2\n7          1\n12         1\n',
  ],
  ['value_counts().to_csv()', 'count,count\n2,3\n1,2\n5,2\n3,1\n7,1\n12,1\n'],
  ['lines that end as on Windows', 'count,frequency\r\n1,2\r\n2,3\r\n3,1\r\n5,2\r\n7,1\r\n12,1\r\n'],
];

describe('a table of counts and frequencies', () => {
  test.each(TABLES)('%s', async (_, text) => {
    expect((await read(text)).counts).toEqual(COUNTS);
  });
});

describe('one prompt in each line', () => {
  test('uniq -c of prompts that are numbers, of which one is 0: no prompt occurs 0 times', async () => {
    const lines = [12, 5, 7, 5, 2, 2, 1].map((times, prompt) => `${String(times).padStart(7)} ${prompt}\n`);
    await expect(read(lines.join(''))).rejects.toThrow(/not clear which column holds the counts/);
  });

  test('uniq -c of prompts, one of them empty and one a number', async () => {
    const text = '      2 \n      1 who is a?\n      3 what is 2 + 3?\n      1 17\n     12 x, "y" | z\n';
    expect(await read(text)).toEqual({
      counts: { 1: 2, 3: 1, 12: 1 },
      emptyPrompts: 2,
      read: 'uniq -c, a line for each prompt',
    });
  });

  test('values of preseq, with a name or without', async () => {
    for (const text of ['1\n3\n1\n12\n', 'n\n1\n3\n1\n12\n', '"count"\n"1"\n3\n1\n12'])
      expect(await read(text)).toMatchObject({ counts: { 1: 2, 3: 1, 12: 1 }, read: 'one count for each prompt' });
  });

  test('a later line that is none ends the reading', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => `      1 prompt ${i}\n`).join('');
    await expect(read(`${many}no count\n`)).rejects.toThrow(/not a count[^]*counts\.txt:1501/);
  });
});

describe('refused in words', () => {
  test.each([
    [
      'a number with a separator',
      'count,frequency\n1,"1,204"\n',
      /not a count[^]*counts\.txt:2[^]*1,204[^]*without separators/,
    ],
    ['a thousand with a dot', 'count;frequency\n1;1.000\n', /not a count[^]*1\.000/],
    ['a decimal comma', 'count;frequency\n1;12,5\n', /not a count[^]*12,5/],
    ['a negative number', 'count,frequency\n1,-2\n', /not a count/],
    ['a column of texts', 'prompt,count\nwho?,2\nwhat?,3\n', /not a count[^]*--prompt COLUMN --count COLUMN/],
    ['three columns', 'a,b,c\n1,2,3\n2,3,4\n', /found 3 columns/],
    [
      'counts after frequencies, perhaps',
      '12 1\n4 2\n',
      /not clear which column[^]*count,frequency or frequency,count/,
    ],
    ['count and something', 'count,n\n1,12\n2,4\n', /not clear which column/],
    ['no column of counts', '1,12\n1,12\n', /neither column holds each count once/],
    [
      'prompts that are numbers',
      '     12 101\n     11 102\n     13 103\n     12 104\n     12 105\n     11 106\n',
      /not clear/,
    ],
    ['nothing', '\n\n', /no rows/],
    ['a line of another kind', '1\t2\n2\t3\nend of file\n', /not a count|expected a count/],
  ])('%s', async (_, text, words) => {
    await expect(read(text)).rejects.toThrow(words);
  });
});
