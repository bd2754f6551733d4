import * as tf from '@tensorflow/tfjs';

/** tfjs's way to keep tensors of the forward pass for the gradient; it does not export the type. */
type Save = (tensors: tf.Tensor[]) => void;

const RMS_NORM_EPSILON = 1e-5;

/**
 * Root-mean-square normalisation over the last axis (Zhang, Sennrich 2019): x/√(mean(x²) + 1e-5) · scale.
 * @param x [rows, width]
 * @param scale [width]
 */
export const rmsNorm = (x: tf.Tensor2D, scale: tf.Tensor1D): tf.Tensor2D =>
  tf.customGrad((...inputs) => {
    const [a, g, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor1D, Save];
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(a), 1, true), RMS_NORM_EPSILON));
    const normal = tf.mul(a, inverse);
    save([g, normal, inverse]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [g, normal, inverse] = saved;
      const slope = tf.mul(dy, g);
      const alongNormal = tf.mul(normal, tf.mean(tf.mul(slope, normal), 1, true));
      return [tf.mul(tf.sub(slope, alongNormal), inverse), tf.sum(tf.mul(dy, normal), 0)];
    };
    return { value: tf.mul(normal, g), gradFunc };
  })(x, scale) as tf.Tensor2D;
