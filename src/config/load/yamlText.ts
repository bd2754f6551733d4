import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Problem, UserError } from '../../errors/userError.js';
import { isMapping, type KeyPath } from '../paths.js';

/** A YAML text as plain data, with the place of every key. */
export interface YamlText {
  /** Plain data; undefined if the text is empty. */
  readonly value: unknown;
  /** Place of the last key of the path, or of the deepest key that exists. */
  locate(path: KeyPath): string;
}

/** Names a place in the text for messages; line and column count from 1. */
export type PlaceWords = (line: number, column: number) => string;

// Far beyond what experiments need; keeps a few bytes of aliases from growing into gigabytes.
const MAX_ALIASES = 100;
const MAX_DEPTH = 20;

/** @throws UserError for broken YAML, duplicate keys, unknown tags, `__proto__` and alias bombs; nothing else */
export function parseYaml(text: string, place: PlaceWords): YamlText {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return place(line, col);
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      stringKeys: true,
      merge: true, // <<: *anchor, which YAML 1.1 has and people use
    });
    const errors = [...document.errors, ...document.warnings];
    if (errors.some(({ message }) => OVERFLOW.test(message))) throw tooDeep(at(0));
    refuse(errors.map(({ code, message, pos }) => syntaxProblem(code, message, at(pos[0]), text.slice(pos[0]))));
    refuse(forbiddenKeys(document, at));
    const value: unknown = document.contents === null ? undefined : document.toJS({ maxAliasCount: MAX_ALIASES });
    refuseDepth(value, 0, at(0));
    return { value, locate: (path) => at(offsetOf(document, path)) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof Error && OVERFLOW.test(error.message)) throw tooDeep(at(0));
    // The parser throws errors about aliases (too many, or unresolved) instead of collecting them.
    throw new UserError({
      code: 'yaml-aliases',
      summary: 'the YAML cannot be expanded',
      where: at(0),
      found: error instanceof Error ? error.message : String(error),
      allowed: `aliases of anchors above them, used at most ${MAX_ALIASES} times in all`,
    });
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(problems[0], problems.slice(1));
}

// The parser reports its own overflow on deep nesting as hundreds of syntax errors.
const OVERFLOW = /call stack/;

function tooDeep(where: string): UserError {
  return new UserError({
    code: 'yaml-depth',
    summary: 'nested too deeply',
    where,
    allowed: `at most ${MAX_DEPTH} levels, and no alias inside its own anchor`,
  });
}

/** @param rest text from the error on */
function syntaxProblem(code: string, message: string, where: string, rest: string): Problem {
  if (code === 'DUPLICATE_KEY') {
    return {
      code: 'duplicate-key',
      summary: 'the same key twice',
      where,
      found: rest.split(/[:\n]/)[0].trim(),
      allowed: 'each key once',
    };
  }
  return { code: 'broken-yaml', summary: 'broken YAML', where, found: message.replace(/\s+/g, ' ').trim() };
}

/** Problems of keys `__proto__`: no option has this name, and zod would drop it from records without an error. */
function forbiddenKeys(document: Document, at: (offset: number) => string): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return;
      problems.push({
        code: 'unknown-key',
        summary: 'unknown key',
        where: at(key.range?.[0] ?? 0),
        keyPath: '__proto__',
        hint: 'remove it',
      });
    },
  });
  return problems;
}

/** Refuses nesting that is too deep. An alias inside its own anchor would nest without end. */
function refuseDepth(value: unknown, depth: number, where: string): void {
  if (depth > MAX_DEPTH) throw tooDeep(where);
  if (Array.isArray(value)) for (const each of value) refuseDepth(each, depth + 1, where);
  else if (isMapping(value)) for (const each of Object.values(value)) refuseDepth(each, depth + 1, where);
}

function offsetOf(document: Document, path: KeyPath): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = pairIn(node, document, String(step));
      if (pair === undefined || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** The pair of a key: the mapping's own one, or one that `<<` merges into it, of which the first counts. */
function pairIn(map: YAMLMap, document: Document, name: string): Pair | undefined {
  const named = (key: string): readonly Pair[] =>
    map.items.filter((each) => isScalar(each.key) && each.key.value === key);
  const [own] = named(name);
  if (own !== undefined) return own;
  const merged = named('<<').flatMap(({ value }) => (isSeq(value) ? value.items : [value]));
  for (const each of merged) {
    const source = isAlias(each) ? each.resolve(document) : each;
    const pair = isMap(source) ? pairIn(source, document, name) : undefined;
    if (pair !== undefined) return pair;
  }
  return undefined;
}
