// @ts-check
/** Growth of a cost: the exponent b of cost = a · size^b. */

/**
 * Fits the exponent by least squares on logarithmic scales.
 * @param {readonly number[]} sizes above 0, at least two of them different
 * @param {readonly number[]} costs above 0, as many
 */
export function exponentOf(sizes, costs) {
  const x = sizes.map(Math.log);
  const y = costs.map(Math.log);
  const [meanX, meanY] = [mean(x), mean(y)];
  let along = 0;
  let square = 0;
  x.forEach((each, i) => {
    along += (each - meanX) * (y[i] - meanY);
    square += (each - meanX) ** 2;
  });
  return along / square;
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
