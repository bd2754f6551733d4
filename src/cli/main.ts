#!/usr/bin/env node
/** The program's start. The command line is loaded inside `try`, because the system may refuse to open its many files. */
import { guardProcess, report } from './errors.js';

guardProcess();
try {
  const { runCommandLine } = await import('./commandLine.js');
  await runCommandLine();
} catch (error) {
  report(error);
}
