/** The structure that the map of folders in docs/layout.md promises, read from the imports. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Folder and floor of each row of the map; a file imports from its own folder or from a lower floor. */
const floorOfFolder = new Map(
  [...readFileSync('docs/layout.md', 'utf8').matchAll(/^\| (\d) \| `src\/(\w+)` \|/gm)].map(([, floor, folder]) => [
    folder,
    Number(floor),
  ]),
);
/** The library's public face, above all folders; it does not import the command line. */
floorOfFolder.set('index.ts', 10);

const SRC = path.resolve('src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const text = new Map(files.map((file) => [file, readFileSync(path.join(SRC, file), 'utf8')]));
function folderOf(file: string): string {
  return file.split(path.sep)[0];
}
function floorOf(file: string): number {
  return floorOfFolder.get(folderOf(file)) ?? -1;
}

function specifiers(file: string): string[] {
  return [...text.get(file)!.matchAll(/(?:^|\n)(?:import|export)[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'/g)].map(
    (match) => match[1] ?? match[2],
  );
}

function projectImports(file: string): string[] {
  return specifiers(file)
    .filter((each) => each.startsWith('.'))
    .map((each) => path.normalize(path.join(path.dirname(file), each)).replace(/\.js$/, '.ts'));
}

function lines(pattern: RegExp, inFiles: readonly string[]): string[] {
  return inFiles.flatMap((file) =>
    text
      .get(file)!
      .split('\n')
      .filter((line) => pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

function inFolders(...folders: string[]): string[] {
  return files.filter((file) => folders.includes(folderOf(file)));
}
function outside(...folders: string[]): string[] {
  return files.filter((file) => !folders.includes(folderOf(file)));
}

describe('structure', () => {
  test('the imports are found', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.flatMap(projectImports).length).toBeGreaterThan(150);
    for (const file of files.flatMap(projectImports)) expect(text.has(file)).toBe(true);
  });

  test('the map names every folder, and none that is not there', () => {
    expect([...floorOfFolder.keys()].sort()).toEqual(readdirSync(SRC).sort());
  });

  test('every file stands on a floor, and imports from its own folder or a floor below', () => {
    for (const file of files) {
      expect([file, floorOf(file)]).not.toEqual([file, -1]);
      const upward = projectImports(file).filter(
        (other) => folderOf(other) !== folderOf(file) && floorOf(other) >= floorOf(file),
      );
      expect([file, upward]).toEqual([file, []]);
    }
  });

  test('one file writes to stdout and stderr, through which no escape sequence of a foreign name passes', () => {
    const writes = lines(/\bconsole\.|(?:stdout|stderr|stream)\.write\(/, files);
    expect([...new Set(writes.map((line) => line.split(':')[0]))]).toEqual([path.join('cli', 'screen', 'print.ts')]);
  });

  test('no circular imports', () => {
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) throw new Error(`circular: ${[...trail, file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const other of projectImports(file)) visit(other, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  test('what also runs in a browser imports nothing of Node', () => {
    const browser = [...inFolders('theory', 'random', 'corpus', 'measurement'), 'errors/userError.ts'];
    expect(browser.filter((file) => specifiers(file).some((each) => each.startsWith('node:')))).toEqual([]);
  });

  test('nothing that the explorable page reaches needs Node or a plotting library, and only its worker needs tensors', () => {
    // Types are gone when the page is bundled.
    const needed = (file: string): string[] =>
      [...text.get(file)!.matchAll(/(?:^|\n)(?:import|export)(?! type)[^;]*?from\s+'([^']+)'/g)].map(
        ([, each]) => each,
      );
    const packagesOf = (entries: readonly string[]): string[] => {
      const reached = new Set<string>();
      const reach = (file: string): void => {
        if (reached.has(file)) return;
        reached.add(file);
        needed(file)
          .filter((each) => each.startsWith('.'))
          .forEach((each) => reach(path.normalize(path.join(path.dirname(file), each)).replace(/\.js$/, '.ts')));
      };
      entries.forEach(reach);
      expect(reached.has(path.join('corpus', 'buildWorld.ts'))).toBe(true);
      const others = [...reached].flatMap(needed).filter((each) => !each.startsWith('.'));
      return [...new Set(others.map((each) => each.split('/')[0]))].sort();
    };
    const worker = [path.join('explore', 'page', 'trainer.ts'), path.join('explore', 'story', 'liveTraining.ts')];
    expect(packagesOf(inFolders('explore').filter((file) => !worker.includes(file)))).toEqual(['pure-rand', 'zod']);
    expect(packagesOf(worker)).toEqual(['@tensorflow', 'pure-rand', 'zod']);
  });

  test('named functions are function declarations', () => {
    // The script of the report's page is a text.
    const code = files.filter((file) => file !== 'report/page/pageScript.ts');
    expect(lines(/^(export )?const \w+ = (async )?(<[^=]*>)?\([^=]*\)(: [^=]+)? =>/, code)).toEqual([]);
  });

  test('only engine knows backends and ONNX', () => {
    const knows = outside('engine').filter((file) =>
      specifiers(file).some((each) => /onnx|tfjs-backend|tfjs-node|^pbf$/.test(each)),
    );
    expect(knows).toEqual([]);
  });

  test('ONNX Runtime is loaded in one place, after its telemetry is switched off', () => {
    // Elsewhere stand its types alone.
    const loading = files.filter((file) =>
      /^import (?!type)[^;]*'onnxruntime-node'|import\(.*onnxruntime|NAME = 'onnxruntime-node'/m.test(text.get(file)!),
    );
    expect(loading).toEqual([path.join('engine', 'onnxRuntime.ts')]);
    const imported = [...text.get(loading[0])!.matchAll(/^import (?:[^;]*? from )?'([^']+)'/gm)].map(
      ([, each]) => each,
    );
    expect(imported.indexOf('./withoutTelemetry.js')).toBe(0);
  });

  test('only the command line touches the process', () => {
    expect(lines(/(?<![\w.'])process\.(argv|env|exit|stdout|stderr|stdin|on|once|cwd)/, outside('cli'))).toEqual([
      "engine/withoutTelemetry.ts: process.env.ORT_DISABLE_TELEMETRY = '1';",
    ]);
    expect(lines(/console\./, files)).toEqual([]);
  });

  test('powers are those of theory/power.ts, whose bits depend on no engine', () => {
    // Squares and powers of two have no last bit to lose; patterns of file names stand between quotes.
    const square = / \*\* 2(?![\d.])|(?<![\w.)\]])2 \*\* -?\d+/g;
    const others = files.filter((file) => file !== path.join('theory', 'power.ts'));
    const powers = lines(/\*\*|Math\.pow/, others).filter((line) =>
      /\*\*|Math\.pow/.test(line.replace(/\/\*\*.*?\*\/|'[^']*'/g, '').replace(square, '')),
    );
    expect(powers).toEqual([]);
  });

  test('randomness and time come from outside', () => {
    expect(lines(/Math\.random|Date\.now|new Date\(/, files)).toEqual([]);
  });
});
