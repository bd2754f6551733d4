/** Devices on which ONNX Runtime can compute: the processor, and others that its build on this machine may support. */

export const DEVICES = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml'] as const;
export type Device = (typeof DEVICES)[number];

/** Requirements of each device. */
export const DEVICE_NEEDS: Readonly<Record<Exclude<Device, 'cpu'>, string>> = {
  cuda: 'Linux x64, an NVIDIA card, CUDA, cuDNN, and the CUDA provider of the same version as onnxruntime-node, beside its binding: docs/gpu.md',
  webgpu: 'a graphics card with a driver for Vulkan, Metal or Direct3D 12',
  coreml: 'macOS',
  dml: 'Windows',
};
