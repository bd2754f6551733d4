/** Starts the worker that trains. Its script and its binary stand in the page, compressed, so that nothing is fetched. */
import { byId } from '../elements.js';

/** Returns the bytes of an element that holds them gzipped, in base64. */
async function unpacked(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.from(atob(byId(id).textContent!), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function newTrainer(): Promise<Worker> {
  const address = URL.createObjectURL(new Blob([await unpacked('trainer-script')], { type: 'text/javascript' }));
  const worker = new Worker(address);
  // The worker has its script by the time of its first message.
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

export function tensorBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return unpacked('trainer-binary');
}
