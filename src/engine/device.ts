/** Where ONNX Runtime computes: the processor, or what else its build on this machine can use. */

export const DEVICES = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml'] as const;
export type Device = (typeof DEVICES)[number];

/** What to do where one is missing. */
export const DEVICE_NEEDS: Readonly<Record<Exclude<Device, 'cpu'>, string>> = {
  cuda: 'an NVIDIA card, CUDA 12 and, on Linux x64, onnxruntime-node installed without ONNXRUNTIME_NODE_INSTALL=skip',
  webgpu: 'a graphics card with a driver for Vulkan, Metal or Direct3D 12',
  coreml: 'macOS',
  dml: 'Windows',
};
