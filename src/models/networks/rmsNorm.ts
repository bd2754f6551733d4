import * as tf from '../../engine/tensors.js';

/** Function by which tfjs keeps tensors of the forward pass for the gradient; tfjs does not export the type. */
type Save = (tensors: tf.Tensor[]) => void;

const RMS_NORM_EPSILON = 1e-5;

/**
 * Returns x/√(mean(x²) + ε) over the last axis: root-mean-square normalisation (Zhang, Sennrich 2019) before its scale.
 * @param x [rows, width]
 * @param epsilon summand that keeps rows of zeros finite, > 0
 */
export function rootMeanSquareOne(x: tf.Tensor2D, epsilon: number = RMS_NORM_EPSILON): tf.Tensor2D {
  return tf.customGrad((a, save) => {
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(a as tf.Tensor2D), 1, true), epsilon));
    const normal = tf.mul(a as tf.Tensor2D, inverse);
    (save as Save)([normal, inverse]);
    const gradFunc = (dy: tf.Tensor, [normal, inverse]: tf.Tensor[]): tf.Tensor => {
      const alongNormal = tf.mul(normal, tf.mean(tf.mul(dy, normal), 1, true));
      return tf.mul(tf.sub(dy, alongNormal), inverse);
    };
    return { value: normal, gradFunc };
  })(x) as tf.Tensor2D;
}
