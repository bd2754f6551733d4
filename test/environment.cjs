// The native code of onnxruntime-node makes typed arrays of the main realm. The sandbox of jest has constructors of its own,
// so that `instanceof Float32Array` would fail on them. This environment shares those of the main realm.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const type of [
      Float32Array,
      Float64Array,
      Int32Array,
      Uint8Array,
      Int8Array,
      Uint16Array,
      Int16Array,
      Uint32Array,
      BigInt64Array,
      BigUint64Array,
      ArrayBuffer,
    ]) {
      this.global[type.name] = type;
    }
  }
};
