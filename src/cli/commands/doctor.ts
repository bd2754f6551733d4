import { spawnSync } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { wrap } from '../../report/terminal/wrap.js';
import { VERSION } from '../../store/version.js';
import { engineReports } from '../../training/availability.js';
import { EXIT } from '../errors.js';
import type { Command } from '../listedCommand.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { triedApart } from '../processes/triedApart.js';
import { print } from '../screen/print.js';
import { terminalWidth } from '../screen/terminal.js';

const ENGINE_INSTALLER = fileURLToPath(new URL('../../../scripts/install/engine.js', import.meta.url));

interface DoctorArguments {
  json: boolean;
  installEngine?: boolean;
}

export const doctorCommand: Command<DoctorArguments> = {
  builder: (yargs) =>
    yargs
      .option('install-engine', {
        type: 'boolean',
        describe: 'fetch ONNX Runtime from the npm registry first, where it is missing',
      })
      .option('json', JSON_OPTION),
  handler: async ({ json, installEngine }) => {
    if (installEngine === true) {
      const { status } = spawnSync(process.execPath, [ENGINE_INSTALLER], { stdio: ['ignore', 'ignore', 'inherit'] });
      if (status !== 0) {
        process.exitCode = EXIT.ours;
        return;
      }
    }
    const machine = {
      version: VERSION,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    };
    const engines = await engineReports(triedApart);
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
        '\n@tensorflow/tfjs-node is optional and not installed with this program: it downloads\nlibtensorflow. Only the speed of the eager engine depends on it: docs/tfjs-node.md.\n',
      );
    }
  },
};
