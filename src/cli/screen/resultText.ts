/** Text at the end of an experiment: a table of its runs, plots, verdicts, and the files that were written. */
import { relative } from 'node:path';
import { claimTable } from '../../claims/claimTable.js';
import { runPlots } from '../../report/terminal/runPlots.js';
import { runTable } from '../../report/terminal/runTable.js';
import type { ExperimentResult } from '../experiment/runExperiment.js';
import { wroteLines } from './print.js';
import { screenOptions, terminalColours } from './terminal.js';

export function resultText({ tables, claims, files }: ExperimentResult): string {
  if (tables === null) return '';
  const screen = screenOptions(process.stdout);
  const verdicts = claims === undefined ? '' : `${claimTable([claims], { colour: terminalColours(process.stdout) })}\n`;
  const plots = runPlots(tables.runs, screen);
  const written = wroteLines(files.map((file) => relative('.', file)));
  return `\n${runTable(tables.runs, screen)}\n${plots === '' ? '' : `${plots}\n`}${verdicts}${written}`;
}
