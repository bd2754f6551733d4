import { availableParallelism, totalmem } from 'node:os';
import { wrap } from '../../report/terminal/wrap.js';
import { VERSION } from '../../store/version.js';
import { engineReports } from '../../training/availability.js';
import { EXIT } from '../errors.js';
import type { Command } from '../listedCommand.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { print } from '../screen/print.js';
import { terminalWidth } from '../screen/terminal.js';

interface DoctorArguments {
  json: boolean;
}

export const doctorCommand: Command<DoctorArguments> = {
  builder: (yargs) => yargs.option('json', JSON_OPTION),
  handler: async ({ json }) => {
    const machine = {
      version: VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    };
    const engines = await engineReports();
    if (!engines[0].availability.available) process.exitCode = EXIT.ours;
    if (json) {
      print(`${JSON.stringify({ ...machine, engines })}\n`);
      return;
    }
    const used = engines.find(({ engine, availability }) => engine === 'eager' && availability.available);
    print(
      `hallucination-rate ${machine.version}, Node ${machine.node}, ${machine.platform}, ${machine.cores} cores, ${machine.memoryGiB} GiB\n\n`,
    );
    for (const { engine, backend, device, availability } of engines) {
      const choice = device === 'cpu' ? ' (default)' : backend === used?.backend ? ' (what --engine eager uses)' : '';
      const state = availability.available ? `works${choice}` : `not available: ${availability.reason}`;
      const line = `${engine.padEnd(9)} ${(device === undefined || device === 'cpu' ? backend : `--device ${device}`).padEnd(16)} ${state}`;
      print(`${wrap(line, terminalWidth(process.stdout), ' '.repeat(27))}\n`);
    }
    if (!engines.some(({ backend, availability }) => backend === 'tensorflow' && availability.available)) {
      print(
        '\n@tensorflow/tfjs-node is optional: its install downloads libtensorflow, which some\nnetworks block. Only the speed of the eager engine depends on it;\ndocs/tfjs-node.md shows how to build it without the download.\n',
      );
    }
  },
};
