import { editorSchemaOfAll } from '../../config/schema/editorSchema.js';
import { configReference } from '../../config/schema/reference.js';
import { schemaInForce, schemaOfStudies } from '../../sweep/experimentSchemas.js';
import { usePlugins } from '../experiment/usePlugins.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { PLUGIN_OPTION } from '../options/pluginOption.js';
import { print } from '../screen/print.js';

interface SchemaArguments {
  readonly markdown: boolean;
  readonly plugin: string[];
}

export const schemaCommand: Command<SchemaArguments> = {
  builder: (yargs) =>
    yargs
      .option('markdown', { type: 'boolean', default: false, describe: 'print it as Markdown: docs/config.md' })
      .option('plugin', { ...PLUGIN_OPTION, default: [] as string[] })
      .epilogue(
        examples(
          ['schema > experiment.schema.json', 'for completion and checks in editors; docs/config.md shows how'],
          ['schema --plugin ./mine.mjs', 'with the kinds of a plugin'],
          ['schema --markdown', 'every key with its range, default and meaning'],
        ),
      ),
  handler: async ({ markdown, plugin }) => {
    await usePlugins(plugin);
    const schema = schemaInForce();
    const text = markdown
      ? configReference(schema.tree, schemaOfStudies.tree)
      : `${JSON.stringify(editorSchemaOfAll(schema, schemaOfStudies), null, 2)}\n`;
    print(text);
  },
};
