/** The reference of experiment files, in Markdown, from the schema that checks them. */
import { allowedWords } from '../wording.js';
import { NAME_WORDS } from './experimentKeys.js';
import { alternatives, kindsOf, type SchemaNode } from './jsonSchema.js';

/** Headings of the chapters that describe the kinds of a key. */
const CHAPTERS: Readonly<Record<string, string>> = {
  families: 'Families',
  frequency: 'Frequency laws',
  model: 'Models',
  grader: 'Graders',
  study: 'Studies',
};

const HEAD = `# Experiment files

This page lists every key of an experiment file. \`npm run docs:config\` makes it from the schema that checks the files. The
[own-experiment.md](own-experiment.md) shows a whole file; [experiments](../experiments) holds the shipped ones.

- The name of a kind can stand for a mapping without options: \`model: ngram\` is \`model: { kind: ngram }\`.
- Any key can be swept, except those of the experiment as a whole: \`sweep: { model.width: [16, 64] }\`, or
  \`--set model.width=[16,64]\` on the command line.
- Any key that can be swept can also be drawn at random: \`draw: { runs: 50, values: { model.width: [16, 32, 64],
  training.learningRate: { from: 0.001, to: 0.01, scale: log } } }\` makes 50 runs, each with values and a seed of its own.
- \`hallucination-rate schema > experiment.schema.json\` writes the same as JSON Schema. Put the comment
  \`# yaml-language-server: $schema=experiment.schema.json\` at the head of a file, and editors that use yaml-language-server complete and
  check it (VS Code with Red Hat's YAML extension, Neovim, Emacs).
- A misspelt key, a wrong type or a value out of range ends the command with exit code 2 before anything is written. The message names the
  file, the line, the key, the value found and the allowed values.`;

/** @param experiments tree of the schema of experiments. @param studies tree of the schema of studies */
export function configReference(experiments: SchemaNode, studies: SchemaNode): string {
  const { corpus, model, training, posttraining, measurement, engine } = propertiesOf(experiments);
  const families = propertiesOf(corpus).families.additionalProperties as SchemaNode;
  const family = [...kindsOf(families).values()];
  const shared = Object.keys(propertiesOf(family[0])).filter(
    (key) => key !== 'kind' && family.every((each) => Object.hasOwn(propertiesOf(each), key)),
  );
  const { study } = propertiesOf(studies);
  return `${[
    HEAD,
    '## Keys of a file',
    table({ ...experiments, properties: { ...propertiesOf(experiments), study } }, [
      'corpus',
      'training',
      'posttraining',
      'measurement',
      'engine',
    ]),
    section('corpus', corpus),
    '## Families',
    'Keys of every family, beside its `kind` and the keys of that kind:',
    table(only(family[0], shared)),
    ...kindSections(families, shared),
    '## Frequency laws',
    'How often prompts are asked, μ: `frequency` of a family, and of its `shift`.',
    ...kindSections(propertiesOf(family[0]).frequency),
    '## Models',
    ...kindSections(model),
    section('training', training),
    section('posttraining', posttraining),
    '## Graders',
    ...kindSections(propertiesOf(posttraining).grader),
    section('measurement', measurement),
    section('engine', engine),
    '## Studies',
    'A file with the key `study` cannot have the keys `corpus`, `model`, `training`, `posttraining`, `measurement` and `engine`.',
    ...kindSections(study),
  ].join('\n\n')}\n`;
}

/** Keys of a mapping, or of the mapping that a node allows beside another form. */
function propertiesOf(node: SchemaNode): Readonly<Record<string, SchemaNode>> {
  if (node.properties !== undefined || kindsOf(node).size > 0) return node.properties ?? {};
  return alternatives(node).find(({ properties }) => properties !== undefined)?.properties ?? {};
}

function only(node: SchemaNode, keys: readonly string[]): SchemaNode {
  return {
    ...node,
    properties: Object.fromEntries(Object.entries(propertiesOf(node)).filter(([key]) => keys.includes(key))),
  };
}

function section(name: string, node: SchemaNode): string {
  return [`## ${name}`, sentence(node.description ?? ''), table(node)].join('\n\n');
}

/** @param shared keys that are described elsewhere */
function kindSections(node: SchemaNode, shared: readonly string[] = []): string[] {
  return [...kindsOf(node)].map(([kind, each]) => {
    const own = only(
      each,
      Object.keys(propertiesOf(each)).filter((key) => key !== 'kind' && !shared.includes(key)),
    );
    return [
      `### ${kind}`,
      sentence(each.description ?? ''),
      Object.keys(propertiesOf(own)).length === 0 ? 'No keys of its own.' : table(own),
    ].join('\n\n');
  });
}

/** @param chapters keys whose own keys are described under a heading of the same name */
function table(node: SchemaNode, chapters: readonly string[] = []): string {
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows(node, '', chapters)].join('\n');
}

function rows(node: SchemaNode, prefix: string, chapters: readonly string[]): string[] {
  return Object.entries(propertiesOf(node)).flatMap(([key, each]) => {
    const cells = [
      `\`${prefix}${key}\``,
      valueWords(key, each, chapters),
      defaultWords(each, node.required?.includes(key) === true),
      each.description ?? '',
    ];
    const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    return chapters.includes(key) ? [row] : [row, ...rows(each, `${prefix}${key}.`, [])];
  });
}

function valueWords(key: string, node: SchemaNode, chapters: readonly string[]): string {
  const choice = kindsOf(node).size > 0 || key === 'families';
  const chapter = chapters.includes(key) ? key : choice ? CHAPTERS[key] : undefined;
  if (chapter !== undefined) return `see [${chapter}](#${chapter.toLowerCase().replaceAll(' ', '-')})`;
  if (node.properties !== undefined) return 'a mapping';
  return alternatives(node).some(({ pattern }) => pattern !== undefined) ? NAME_WORDS : allowedWords(node);
}

function defaultWords(node: SchemaNode, required: boolean): string {
  if (required) return 'required';
  const { default: value } = node;
  if (value === undefined) return 'none';
  if (node.properties !== undefined) return ''; // each of its keys has its own default
  const shown = (value as { readonly kind?: unknown } | null)?.kind ?? value;
  return `\`${typeof shown === 'string' ? shown : JSON.stringify(shown)}\``;
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0].toUpperCase()}${text.slice(1)}${/[.`]$/.test(text) ? '' : '.'}`;
}
