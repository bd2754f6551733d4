/** Checks what people hand to `defineFamily`, `defineFrequency`, `defineModel` and `defineGrader`. */
import { z } from 'zod';
import { didYouMean } from '../errors/didYouMean.js';
import { type Problem, UserError } from '../errors/userError.js';
import type { NoOptions } from './definition.js';

/** Rules of one of the functions. */
export interface DefinitionRules {
  /** Name of the function, for messages. */
  readonly maker: string;
  /** Names of the functions that a definition may have, of which it has exactly one. */
  readonly functions: readonly string[];
  /** Other keys, beside `kind`, `description` and `options`. */
  readonly others?: readonly string[];
  /** Kinds of this program, whose names are taken. */
  readonly taken: readonly string[];
  /** Keys that options cannot have, because every kind has them. */
  readonly reserved: readonly string[];
}

/** A kind is a word of an experiment file, and a cell of tables. */
const KIND = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Parts that all definitions share, checked and with their defaults. */
export interface CheckedDefinition {
  readonly kind: string;
  readonly description: string;
  readonly options: z.ZodObject;
  /** Name of the one function that the definition has. */
  readonly chosen: string;
}

/** @throws UserError that names what was found and what is allowed */
export function checkDefinition(definition: unknown, rules: DefinitionRules): CheckedDefinition {
  const { maker, functions, others = [], taken } = rules;
  const parts = ['kind', 'description', 'options', ...others, ...functions];
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
    throw refused(maker, undefined, {
      summary: `${maker} takes a definition`,
      found: foundValue(definition),
      allowed: `an object with the keys ${parts.join(', ')}`,
    });
  const given = definition as Readonly<Record<string, unknown>>;
  const { kind, description, options } = given;
  if (typeof kind !== 'string' || !KIND.test(kind))
    throw refused(maker, undefined, {
      summary: kind === undefined ? 'the definition has no kind' : 'not the name of a kind',
      found: kind === undefined ? undefined : foundValue(kind),
      allowed: 'kind: a name of 1 to 64 letters, digits, _ and -, which begins with a letter',
    });
  if (taken.includes(kind))
    throw refused(maker, kind, {
      summary: 'this kind is taken',
      found: `${kind}, a kind of this program`,
      allowed: `a name other than ${taken.join(', ')}`,
    });
  const stranger = Object.keys(given).find((key) => !parts.includes(key));
  if (stranger !== undefined)
    throw refused(maker, kind, {
      summary: 'the definition has an unknown key',
      found: stranger,
      allowed: parts.join(', '),
      hint: didYouMean(stranger, parts),
    });
  if (description !== undefined && typeof description !== 'string')
    throw refused(maker, kind, {
      summary: 'not a description',
      found: foundValue(description),
      allowed: 'a text, or nothing',
    });
  const present = functions.filter((name) => given[name] !== undefined);
  const wrong = present.find((name) => typeof given[name] !== 'function');
  if (present.length !== 1 || wrong !== undefined)
    throw refused(maker, kind, {
      summary: wrong === undefined ? 'the definition needs one function' : `${wrong} is no function`,
      found: wrong === undefined ? present.join(' and ') || 'none' : foundValue(given[wrong]),
      allowed: functions.length === 1 ? `the function ${functions[0]}` : `one of ${functions.join(', ')}`,
    });
  return {
    kind,
    description: description ?? 'A kind of a plugin.',
    options: checkedOptions(options, kind, rules),
    chosen: present[0],
  };
}

function checkedOptions(options: unknown, kind: string, { maker, reserved }: DefinitionRules): z.ZodObject {
  if (options === undefined) return z.strictObject({}) satisfies NoOptions as unknown as z.ZodObject;
  if (!isObjectSchema(options))
    throw refused(maker, kind, {
      summary: 'options are the schema of an object',
      found: foundValue(options),
      allowed: 'z.object({ … }) of zod 4, which this package exports as z; or nothing',
    });
  const common = Object.keys(options.shape).find((key) => reserved.includes(key));
  if (common !== undefined)
    throw refused(maker, kind, {
      summary: 'this option has a meaning for every kind',
      found: common,
      allowed: `a name other than ${reserved.join(', ')}`,
    });
  return options;
}

/** True for an object schema of any copy of zod 4. */
function isObjectSchema(value: unknown): value is z.ZodObject {
  const internals = (value as { readonly _zod?: { readonly def?: { readonly type?: unknown } } } | null)?._zod;
  return typeof value === 'object' && internals?.def?.type === 'object';
}

/** An error about a definition, which names the function that was called and the kind. */
export function refused(maker: string, kind: string | undefined, problem: Omit<Problem, 'code' | 'where'>): UserError {
  return new UserError({ code: 'bad-definition', where: makerWords(maker, kind), ...problem });
}

/** The call that made a definition, as a place for messages. */
export function makerWords(maker: string, kind: string | undefined): string {
  return `${maker}(${kind === undefined ? '…' : `{ kind: '${kind}' }`})`;
}

/** A value for a message: its type, and itself if it is short. */
export function foundValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return `the text "${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'function') return 'a function';
  const name = (value as object).constructor?.name;
  return name === undefined || name === 'Object' ? 'an object' : `an object (${name})`;
}
