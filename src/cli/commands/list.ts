import { wrap } from '../../report/terminal/wrap.js';
import { type ShippedExperiment, shippedExperiments } from '../experiment/shipped.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { print, printScreen } from '../screen/print.js';
import { terminalWidth } from '../screen/terminal.js';

interface ListArguments {
  readonly json: boolean;
}

export const listCommand: Command<ListArguments> = {
  builder: (yargs) =>
    yargs
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['list', 'each with the claim that it tests'],
          ['run monofact', 'runs one by its name, wherever you stand'],
        ),
      ),
  handler: ({ json }) => {
    const experiments = shippedExperiments();
    if (json) print(`${JSON.stringify({ experiments })}\n`);
    else printScreen(`${experiments.map((each) => lines(each, terminalWidth(process.stdout))).join('\n')}\n`);
  },
};

function lines({ name, claim, time }: ShippedExperiment, width: number): string {
  return `${name}\n${wrap(`  ${claim}${time === null ? '' : ` (${time})`}`, width, '  ')}`;
}
