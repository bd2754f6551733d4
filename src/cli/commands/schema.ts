import { editorSchemaOfAll } from '../../config/schema/editorSchema.js';
import { configReference } from '../../config/schema/reference.js';
import { schema, schemaOfStudies } from '../../sweep/experimentSchemas.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { print } from '../screen/print.js';

interface SchemaArguments {
  readonly markdown: boolean;
}

export const schemaCommand: Command<SchemaArguments> = {
  builder: (yargs) =>
    yargs
      .option('markdown', { type: 'boolean', default: false, describe: 'print it as Markdown: docs/config.md' })
      .epilogue(
        examples(
          ['schema > experiment.schema.json', 'for completion and checks in editors; docs/config.md shows how'],
          ['schema --markdown', 'every key with its range, default and meaning'],
        ),
      ),
  handler: ({ markdown }) => {
    const text = markdown
      ? configReference(schema.tree, schemaOfStudies.tree)
      : `${JSON.stringify(editorSchemaOfAll(schema, schemaOfStudies), null, 2)}\n`;
    print(text);
  },
};
