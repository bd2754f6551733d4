/** The tables of metrics in docs/tables.md, from the catalogue: `npm run docs:tables` writes them. */
import { METRIC_KINDS, METRIC_ROWS, type Metric, type MetricPath } from './metrics.js';

type Section = MetricPath extends infer Path ? (Path extends `${infer Head}.${string}` ? Head : never) : never;

/** Introductions to the parts of a measurement, in the order of the document. */
const SECTIONS: Readonly<Record<Section, string>> = {
  theorem1: 'Theorem 1, which holds for every model.',
  theorem2: 'Theorem 2, for arbitrary families whose training rows are a sample from μ; γ comes from the config.',
  theorem4: 'Theorem 4, for pure multiple choice, where |V_c| = 1.',
  byCount: 'Strata of prompts answered 0, 1, 2, 3–4, 5–9 and ≥ 10 times in training.',
  onlyAbstained: 'Prompts that training shows with IDK alone.',
  heldOut: 'Prompts that training cannot show.',
  byFact: 'Counted by fact and not by prompt, which differs where facts have synonyms.',
  reliability:
    'Bins of p̂ from high to low, where asked for. δ at the threshold `above` is |Σ (predicted − true)| over this bin and those before it.',
  answers:
    'The likeliest answer, where asked for. Its confidence is max p̂(r|c)/(1 − p̂(IDK|c)), which is conditional on answering.',
  told: 'Each confidence target that prompts state: all prompts, those that training answered, and those that it never did.',
  rules:
    'The final model under each decision rule that is asked for; after grading, the base model too, under the same rules.',
  sampling: 'Intervals (Clopper and Pearson) where `method` is `sampled`.',
};

const BEGIN = '<!-- metrics: npm run docs:tables writes what follows -->';
const END = '<!-- end of the metrics -->';

/** The document with its tables of metrics written anew. */
export function withMetricTables(document: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new RangeError(`expected the lines "${BEGIN}" and "${END}" in the document`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${metricTables()}\n${document.slice(end)}`;
}

function metricTables(): string {
  const single = METRIC_ROWS.filter(([path]) => !path.includes('.'));
  const sections = (Object.keys(SECTIONS) as Section[]).map((section) => {
    const rows = METRIC_ROWS.filter(([path]) => path.startsWith(`${section}.`));
    const prefix = rows.every(([path]) => path.startsWith(`${section}.N.`)) ? `${section}.N.` : `${section}.`;
    const below = rows.map(([path, metric]) => [path.slice(prefix.length), metric] as const);
    return `### \`${shown(prefix)}…\`\n\n${SECTIONS[section]}\n\n${table(below)}`;
  });
  return [table(single), ...sections].join('\n');
}

/** Metrics that differ in their paths alone share a row. */
function table(rows: readonly (readonly [path: string, metric: Metric])[]): string {
  const merged = new Map<string, string[]>();
  for (const [path, { symbol = '', kind, meaning }] of rows) {
    const cells = [symbol, METRIC_KINDS[kind], meaning].map((cell) =>
      ` ${cell.replaceAll('|', '\\|')} |`.replace(/^ +\|/, ' |'),
    );
    const key = cells.join('');
    merged.set(key, [...(merged.get(key) ?? []), `\`${shown(path)}\``]);
  }
  const lines = [...merged].map(([cells, paths]) => `| ${paths.join(', ')} |${cells}`);
  return `| column | symbol | values | meaning |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

function shown(path: string): string {
  return path.replace(/(^|\.)N(?=\.|$)/g, '$1<i>');
}
