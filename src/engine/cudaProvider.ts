/** The files by which ONNX Runtime computes on NVIDIA cards, which the npm package leaves out: docs/gpu.md. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onnxRuntimeFolder, onnxRuntimeVersion } from './onnxRuntime.js';

const FILES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'] as const;

/**
 * Finds out why the provider cannot be loaded, since ONNX Runtime says only that it cannot.
 * @returns the missing file, or the words of the system's loader; undefined if the provider loads
 */
export function cudaProviderFault(): string | undefined {
  if (onnxRuntimeVersion() === undefined) return 'ONNX Runtime is not installed';
  const folder = bindingFolder();
  const missing = FILES.filter((file) => !existsSync(path.join(folder, file)));
  if (missing.length > 0) return `${missing.join(' and ')} missing in ${folder}`;
  return loaderFault(path.join(folder, FILES[1]));
}

/** Folder of the binding for Node, beside which ONNX Runtime looks for its providers. */
function bindingFolder(): string {
  return path.join(onnxRuntimeFolder(), 'bin', 'napi-v6', process.platform, process.arch);
}

/**
 * Loads a shared library in a process of its own, which a fault in the library cannot take down with this one.
 * @returns the words of the system's loader if it cannot be loaded
 */
export function loaderFault(library: string): string | undefined {
  const { stderr } = spawnSync(
    process.execPath,
    ['-e', `process.dlopen({ exports: {} }, ${JSON.stringify(library)})`],
    {
      encoding: 'utf8',
    },
  );
  const reason = /^Error: (.*)$/m.exec(stderr)?.[1];
  // Node says this of a library that the loader has accepted.
  return reason?.startsWith('Module did not self-register') ? undefined : reason;
}
