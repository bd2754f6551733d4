/**
 * Finds ONNX Runtime, which no package depends on: `npm install` puts it into a folder of its own, without its install script
 * (scripts/install/engine.js says why). In a clone, and in a project that has it, it lies where every package does.
 */
import './withoutTelemetry.js';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UserError } from '../errors/userError.js';

const NAME = 'onnxruntime-node';

export type OnnxRuntime = typeof import('onnxruntime-node');

/** Loads it. @throws UserError if it is not installed */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const found = resolver().resolve(NAME);
  const loaded = (await import(pathToFileURL(found).href)) as { readonly default: OnnxRuntime };
  return loaded.default;
}

/** Its folder. @throws UserError if it is not installed */
export function onnxRuntimeFolder(): string {
  return path.dirname(resolver().resolve(`${NAME}/package.json`));
}

/** Version of what is installed; undefined if it is not. */
export function onnxRuntimeVersion(): string | undefined {
  try {
    return (resolver()(`${NAME}/package.json`) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

/** Resolves from the first place that has it. */
function resolver(): NodeJS.Require {
  const own = fileURLToPath(new URL('../runtime/package.json', import.meta.url));
  for (const from of [import.meta.url, own]) {
    const require = createRequire(from);
    try {
      require.resolve(`${NAME}/package.json`);
      return require;
    } catch {
      // Not there: the next place.
    }
  }
  throw new UserError({
    code: 'no-engine',
    summary: 'ONNX Runtime, which trains and asks networks, is not installed',
    hint: '`hallucination-rate doctor --install-engine` fetches it from the npm registry (some 100 MB, without its install script); --engine eager does without it, several times slower',
  });
}
