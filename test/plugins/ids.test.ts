/** Runs that use no plugin are what they were: nothing of plugins is in their configs, from which ids are made. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { loadTasks } from '../../src/cli/experiment/loadTasks.js';
import { installKinds } from '../../src/plugins/kindsInForce.js';
import { loadPlugin } from '../../src/plugins/loadPlugin.js';

const FILES = readdirSync('experiments').filter((file) => file.endsWith('.yaml'));

test('shipped experiments name no plugins, and keep their ids while a plugin is in force', async () => {
  expect(FILES.length).toBeGreaterThan(20);
  const idsOf = () => FILES.map((file) => loadTasks(path.join('experiments', file), []).tasks.map(({ id }) => id));
  const before = idsOf();
  const plugin = await loadPlugin('examples/plugin/mine.mjs');
  installKinds([plugin]);
  const during = FILES.map((file) => {
    const text = readFileSync(path.join('experiments', file), 'utf8');
    const source = /^study:/m.test(text) ? text : `plugins: [mine.mjs]\n${text}`; // a study has no kinds of plugins
    return loadTasks(path.join('experiments', file), [], { source, plugins: [plugin] }).tasks;
  });
  installKinds([]);
  expect(during.map((tasks) => tasks.map(({ id }) => id))).toEqual(before);
  expect(during.flat().filter(({ config }) => 'plugins' in config)).toEqual([]);
});
