/** Flags of commands that ask a model on a server. */
import type { Argv } from 'yargs';
import { DIALECTS } from '../../models/servers/recognisedServer.js';
import type { ServerModelOptions } from '../../models/servers/serverOptions.js';
import { KEY_VARIABLE } from '../../servers/apiKey.js';
import { INTEGER_FROM, INTEGERS, numberOption } from './numbers.js';
import { choiceOption, textOption } from './textOptions.js';

export interface ServerFlags {
  readonly server?: string;
  readonly model: readonly string[];
  readonly dialect?: ServerModelOptions['dialect'];
  readonly template?: string;
  readonly bos?: string;
  readonly stop?: ServerModelOptions['stop'];
  readonly samples?: number;
  readonly chat: boolean;
  readonly atOnce?: number;
  readonly maxRequests?: number;
  readonly keyVariable?: string;
}

export function serverFlags<T>(yargs: Argv<T>): Argv<T & ServerFlags> {
  return yargs
    .option('server', textOption('server', 'address of a server with the model: http://127.0.0.1:8000'))
    .option('model', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'name of a model on --server; repeat it for several models',
    })
    .option(
      'dialect',
      choiceOption('dialect', ['auto', ...DIALECTS] as const, 'how --server is asked; by default it is found out'),
    )
    .option(
      'template',
      textOption('template', "text around {prompt} and {response}: 'The capital of {prompt} is {response}.'"),
    )
    .option('bos', textOption('bos', 'token that begins every text: auto, none, its id or its text'))
    .option(
      'stop',
      choiceOption(
        'stop',
        ['counted', 'left-out'] as const,
        'whether what closes a response counts, or is left out (fewer requests)',
      ),
    )
    .option('samples', numberOption('samples', INTEGERS(1, 100_000), 'responses a prompt that --dialect sampled draws'))
    .option('chat', { type: 'boolean', default: false, describe: '--dialect sampled asks the chat interface' })
    .option('at-once', numberOption('at-once', INTEGERS(1, 1024), 'requests at once'))
    .option('max-requests', numberOption('max-requests', INTEGER_FROM(1), 'requests in all; what was answered is kept'))
    .option(
      'key-variable',
      textOption('key-variable', `environment variable that holds the server's key; by default ${KEY_VARIABLE}`),
    ) as unknown as Argv<T & ServerFlags>; // yargs adds the names in camel case
}
