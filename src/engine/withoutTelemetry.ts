/**
 * Switches off the telemetry of ONNX Runtime: from version 1.30 on, the library would report the machine and its
 * sessions to its maker.
 *
 * Import this module before `onnxruntime-node`, which reads the variable once, when it loads. Workers and jobs inherit
 * the variable. A worker thread of Node has a copy of the environment, which the library does not see: there, set
 * ORT_DISABLE_TELEMETRY=1 outside.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';

export {};
