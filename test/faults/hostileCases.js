// @ts-check
/** Files that mean harm, or that were damaged: sound files of graded answers or training rows, with a change to each. */
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { SOUND } from './soundFiles.js';

/** @typedef {(list: readonly any[]) => any} Pick */
/** @typedef {{ command: 'score' | 'estimate', file: string, input?: Uint8Array, what: string, plot: boolean }} HostileCase */

const STRANGE = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  '-0',
  '0x10',
  '1_000',
  '٣',
  '½',
  '1,5',
  '99999999999999999999999',
  '4.9e-324',
  '',
  ' ',
  'null',
  '=1+1',
  "=cmd|' /C calc'!A0",
  '@SUM(A1)',
  '+1',
  '-1',
  '=HYPERLINK("http://127.0.0.1/")',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;',
  '{{7*7}}',
  '${7*7}',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u0000',
  '\u202eevil',
  '\u200b',
  '\ufeff',
  'e\u0301',
  '🤖'.repeat(50),
  '\r',
  '\b\b\b',
  '\u009b31m',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'; DROP TABLE x; --",
  '"',
  '""',
  '%s%n',
  '../../etc/passwd',
  '\\',
  '\\u0000',
  '\ud800',
  'x'.repeat(70_000),
];

/** @param {string} folder of the file @param {() => number} random @returns {Promise<HostileCase>} */
export async function hostileCases(folder, random) {
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const pick = (/** @type {readonly any[]} */ list) => list[integer(list.length)];
  const command = pick(['score', 'estimate']);
  const [kind, make] = pick(Object.entries(random() < 0.1 ? PATHS : random() < 0.35 ? TEXTS : DAMAGES));
  const plot = random() < 0.2;
  const made = await make({ folder, command, pick, integer, random });
  if (made.file !== undefined) return { command, file: made.file, what: `${kind}: ${made.what}`, plot };
  const name =
    made.name ??
    `rows.${made.extension ?? pick(['csv', 'tsv', 'json', 'jsonl', 'parquet', 'arrow', 'eval', 'txt', 'csv.gz', 'jsonl.gz', ''])}`;
  const what = `${kind}: ${made.what ?? ''} (${name.slice(0, 60)}, ${made.bytes.length} bytes)`;
  if (random() < 0.1) return { command, file: '-', input: made.bytes, what: `${what} through a pipe`, plot };
  writeFileSync(path.join(folder, name), made.bytes);
  return { command, file: path.join(folder, name), what, plot };
}

/** @typedef {{ folder: string, command: 'score' | 'estimate', pick: Pick, integer: (below: number) => number, random: () => number }} Means */
/** @typedef {{ bytes?: Uint8Array, extension?: string, name?: string, file?: string, what?: string }} Made */

/** A sound file, and a change of its bytes. @type {Record<string, (means: Means) => Promise<Made>>} */
const DAMAGES = {
  truncated: changed((bytes, { integer }) => bytes.subarray(0, integer(bytes.length))),
  'bits flipped': changed((bytes, { integer }) => {
    const copy = Buffer.from(bytes);
    for (let flips = 1 + integer(12); flips > 0; flips--) copy[integer(copy.length)] ^= 1 << integer(8);
    return copy;
  }),
  'a piece overwritten': changed((bytes, { integer, pick }) => {
    const copy = Buffer.from(bytes);
    copy.fill(pick([0, 0xff, 0x80, 0x22, 0x7b]), integer(copy.length), integer(copy.length));
    return copy;
  }),
  'bytes inserted': changed((bytes, { integer, random }) => {
    const at = integer(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), noise(1 + integer(64), random), bytes.subarray(at)]);
  }),
  'two files in one': changed((bytes, { command, pick }) =>
    Buffer.concat([bytes, pick(Object.values(SOUND[command]))]),
  ),
  'garbage after the end': changed((bytes, { integer, random }) =>
    Buffer.concat([bytes, noise(1 + integer(5000), random)]),
  ),
  'a mark of another format': changed((bytes, { pick }) =>
    Buffer.concat([
      Buffer.from(
        pick([
          'PAR1',
          'ARROW1\0\0',
          '\xff\xff\xff\xff',
          'PK\x03\x04',
          '\x1f\x8b\x08',
          '\xef\xbb\xbf',
          '\xff\xfe',
          '\xfe\xff',
          '\x28\xb5\x2f\xfd',
          'BZh9',
          '%PDF-1.7',
        ]),
        'latin1',
      ),
      bytes,
    ]),
  ),
  'gzip of it, cut or changed': changed(
    (bytes, { integer }) => {
      const packed = gzipSync(bytes);
      if (integer(2) === 0) return packed.subarray(0, integer(packed.length));
      packed[integer(packed.length)] ^= 1 << integer(8);
      return packed;
    },
    ['csv.gz', 'jsonl.gz', 'gz', 'csv'],
  ),
  'gzip of gzip': changed((bytes) => gzipSync(gzipSync(bytes)), ['csv.gz', 'gz']),
  'another extension': changed((bytes) => bytes),
};

/** @param {(bytes: Buffer, means: Means) => Uint8Array} change @param {readonly string[]} [extensions] @returns {(means: Means) => Promise<Made>} */
function changed(change, extensions) {
  return async (means) => {
    const [extension, bytes] = means.pick(Object.entries(SOUND[means.command]));
    const own = means.random() < 0.7 ? extension : undefined;
    return {
      bytes: change(bytes, means),
      what: extension,
      extension: extensions === undefined ? own : means.pick(extensions),
    };
  };
}

/** Texts, each wrong in its own way. @type {Record<string, (means: Means) => Promise<Made>>} */
const TEXTS = {
  binary: async ({ integer, random }) => ({ bytes: noise(integer(3) === 0 ? integer(16) : integer(200_000), random) }),
  nothing: async ({ pick }) => ({
    bytes: Buffer.from(
      pick([
        '',
        ' ',
        '\n',
        '\n\n\r\n',
        '\t',
        '\0',
        '\ufeff',
        '\ufeff\ufeff',
        '""',
        '{}',
        '[]',
        '[[]]',
        '[{}]',
        'null',
        '0',
        '{',
        '[',
        '"',
        ',',
        ',,,\n,,,',
        '\r',
      ]),
    ),
  }),
  'strange cells': async ({ command, pick, integer, random }) => {
    const header = HEADERS[command];
    const rows = Array.from({ length: 1 + integer(40) }, () =>
      header.map((name) => (random() < 0.3 ? pick(STRANGE) : pick(CELLS[name] ?? ['a', 'b']))),
    );
    if (random() < 0.5)
      return { bytes: delimited([header, ...rows], pick([',', ';', '\t'])), extension: pick(['csv', 'tsv', 'txt']) };
    return {
      bytes: Buffer.from(
        rows
          .map((row) =>
            JSON.stringify(
              Object.fromEntries(row.map((cell, at) => [header[at], random() < 0.1 ? { nested: [cell] } : cell])),
            ),
          )
          .join('\n'),
      ),
      extension: pick(['jsonl', 'json']),
    };
  },
  'strange columns': async ({ command, pick, integer }) => {
    const header = [...HEADERS[command], ...Array.from({ length: integer(5) }, () => pick(STRANGE))];
    header[integer(header.length)] = pick(STRANGE);
    return { bytes: delimited([header, header.map(() => 'x'), header.map(() => '')], ','), extension: 'csv' };
  },
  'many columns': async ({ integer, command }) => ({
    bytes: delimited(
      [[...HEADERS[command], ...Array.from({ length: 20_000 }, (_, i) => (integer(2) ? '' : `c${i}`))], ['a']],
      ',',
    ),
    extension: 'csv',
  }),
  'a huge line': async ({ command, pick, integer }) => {
    const long = pick(['x', ' ', '"', '""', ',', '[', '{"a":', '\\', '=', '0', '-']).repeat(2 ** (16 + integer(7)));
    const [before, after] = pick([
      ['', ''],
      [`${HEADERS[command].join()}\n`, '\n'],
      [`${HEADERS[command].join()}\n"`, ''],
      ['{"prompt":"', '"}\n'],
      ['[{"model":"', '"}]'],
    ]);
    return { bytes: Buffer.from(before + long + after) };
  },
  'deep nesting': async ({ pick, integer }) => {
    const depth = 10 ** (3 + integer(4));
    const [open, inner, close] = pick([
      ['[', '', ']'],
      ['{"a":', '1', '}'],
      ['[{"prompt":', '"x"', '}]'],
      ['[', '', ''],
    ]);
    const nested = open.repeat(depth) + inner + close.repeat(depth);
    const [before, after] = pick([
      ['', ''],
      ['{"model":"m","question":"q","outcome":', '}'],
      ['{"prompt":', ',"response":"a"}\n{"prompt":"b"}'],
      ['{"messages":', '}\n'],
      ['{"eval":{"model":', '},"samples":[1]}'],
      ['[', ']'],
    ]);
    return { bytes: Buffer.from(before + nested + after), extension: pick(['json', 'jsonl']), what: `${depth} deep` };
  },
  'another encoding': async ({ command, pick, integer }) => {
    const text = `${HEADERS[command].join()}\n${Array.from({ length: 20 }, (_, i) => HEADERS[command].map((name) => `${pick(CELLS[name] ?? ['ü'])}é${i}`).join()).join('\n')}\n`;
    const encodings = [
      Buffer.from(text, 'latin1'),
      Buffer.from(text, 'utf16le'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      Buffer.from(text, 'utf16le').swap16(),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
      Buffer.from(`\ufeff${text}`),
    ];
    const one = pick(encodings);
    const both = pick([
      one,
      Buffer.concat([Buffer.from(text), pick(encodings)]),
      one.subarray(0, one.length - 1 - integer(3)),
    ]);
    return { bytes: both, extension: pick(['csv', 'tsv', 'jsonl', 'txt']) };
  },
  'line ends and quotes': async ({ command, pick, integer }) => {
    const end = () => pick(['\n', '\r\n', '\r', '\n\r', '\u2028', '\v', '\f', '\n\n\n']);
    const cell = (/** @type {string} */ name) =>
      pick(['"', '""', '"a', 'a"', '"a"b', '"a\n"', "'a'", ...(CELLS[name] ?? ['a'])]);
    return {
      bytes: Buffer.from(
        HEADERS[command].join() +
          end() +
          Array.from({ length: 1 + integer(30) }, () => HEADERS[command].map(cell).join() + end()).join(''),
      ),
      extension: pick(['csv', 'tsv']),
    };
  },
  'keys of every object': async ({ pick }) => ({
    bytes: Buffer.from(
      pick([
        '{"__proto__":{"outcome":"correct"},"model":"m","question":"q"}\n',
        '[{"constructor":1,"toString":2,"prompt":"x"}]',
        '{"prompt":{"__proto__":[]},"response":{"toString":null}}\n',
        '{"eval":{"model":{"toString":1}},"samples":[{"id":"a","scores":{"__proto__":{"value":"C"}}}]}',
        '{"model":1,"question":[null],"outcome":{"value":"correct"},"confidence":true}\n',
        '{"messages":[{"role":"user"}]}\n{"messages":[{"role":"assistant","content":{"a":[1]}}]}\n{"messages":"x"}\n{"messages":[null,1,"a",[]]}',
      ]),
    ),
    extension: pick(['json', 'jsonl']),
  }),
  'a bomb': async ({ pick }) => ({
    bytes: gzipSync(Buffer.alloc(2 ** 26, pick(['a', '\0', 'prompt,response\n', '{}', ',', '\n']))),
    extension: pick(['csv.gz', 'jsonl.gz', 'gz']),
  }),
};

/** Names that lead elsewhere. @type {Record<string, (means: Means) => Promise<Made>>} */
const PATHS = {
  'no plain file': async ({ pick, folder }) => {
    const file = pick([
      '/dev/zero',
      '/dev/null',
      '/dev/urandom',
      '/proc/self/mem',
      '/proc/self/environ',
      '/proc/self/fd',
      '/',
      '..',
      '.',
      '',
      ' ',
      '~',
      folder,
      `${folder}/`,
      `${folder}/none/../../x`,
      `${folder}/${'a/'.repeat(3000)}x`,
      'x'.repeat(300),
      'x'.repeat(100_000),
      `${folder}/**`,
      `${folder}/*`,
      `${folder}/[`,
      `${folder}/{a,b}`,
    ]);
    return { file, what: file.slice(0, 60) };
  },
  'an address': async ({ pick }) => {
    const file = pick([
      'http://127.0.0.1:9/x.csv',
      'https://127.0.0.1:9/*.parquet',
      's3://bucket/*.csv',
      'file:///etc/passwd',
      'hf://datasets/*',
      'azure://x',
      'sqlite:x',
      'duckdb:x',
      'data:,a',
      "x.csv', 'y.csv",
      '\\\\host\\share',
      'glob://x/*',
    ]);
    return { file, what: file };
  },
  'a link': async ({ pick, folder }) => {
    const link = path.join(folder, 'link.csv');
    symlinkSync(pick(['link.csv', 'nowhere', '/dev/zero', '/', '/proc/self/fd/0']), link);
    return { file: link, what: 'a link' };
  },
  'a strange name': async ({ pick, command }) => ({
    bytes: SOUND[command].csv,
    name: pick([
      "'; DROP TABLE x; --.csv",
      '--help',
      '-',
      '*.csv',
      '[a].csv',
      '{a,b}.csv',
      '?.csv',
      '$(id).csv',
      '%s%n.csv',
      'a\nb.csv',
      '\u001b[2J.csv',
      '<script>alert(1)<.csv',
      '"quoted".csv',
      '.csv',
      'é\u0301.csv',
      '\u202evsc.exe',
      '#.csv',
      'a b.csv',
      '\\.csv',
      `${'x'.repeat(240)}.csv`,
    ]),
  }),
};

/** @type {Record<'score' | 'estimate', readonly string[]>} */
const HEADERS = { score: ['model', 'question', 'outcome', 'confidence'], estimate: ['prompt', 'response', 'count'] };
/** @type {Record<string, readonly string[]>} */
const CELLS = { outcome: ['correct', 'incorrect', 'abstained'], confidence: ['0.5', '1', '0'], count: ['1', '2'] };

/** @param {readonly (readonly string[])[]} rows @param {string} delimiter */
function delimited(rows, delimiter) {
  return Buffer.from(
    `${rows
      .map((row) =>
        row.map((cell) => (/["\r\n]|,|;|\t/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter),
      )
      .join('\n')}\n`,
  );
}

/** @param {number} length @param {() => number} random */
function noise(length, random) {
  return Buffer.from(Uint8Array.from({ length }, () => 256 * random()));
}
