/**
 * TensorFlow.js as this program uses it: its core and the gradients of its operations.
 * The union package `@tensorflow/tfjs` would be 225 MB more, for layers, converters and WebGL. The gradients have no
 * module of their own that Node could load: the build bundles them (scripts/bundleGradients.js). They register
 * themselves where every copy of TensorFlow.js in a process looks for them.
 */
import '#gradients';

export * from '@tensorflow/tfjs-core';
