#!/bin/sh
# Builds @tensorflow/tfjs-node for this clone from npm's package and the library in PyPI's TensorFlow wheel, for networks
# that reach these two registries and not the host that the package's own install script fetches from: docs/tfjs-node.md.
#   sh bench/buildTfjsNode.sh
# PYTHON: a Python with pip (default python3). NODE_HEADERS: the folder of node_api.h (default: beside this Node).
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
headers=${NODE_HEADERS:-$(node -p "path.resolve(path.dirname(process.execPath), '../include/node')")}
if [ ! -f "$headers/node_api.h" ]; then
  echo "no node_api.h in $headers: set NODE_HEADERS (npm's package node-api-headers has it in include/)" >&2
  exit 2
fi

version=$(node -p "require('./package.json').peerDependencies['@tensorflow/tfjs-node']")
npm install --no-save --ignore-scripts --no-audit --no-fund "@tensorflow/tfjs-node@$version"

wheel=$(mktemp -d)
trap 'rm -r "$wheel"' EXIT
"$python" -m pip download --quiet --no-deps --dest "$wheel" tensorflow-cpu
"$python" - "$wheel" <<'PYTHON'
import glob, sys, zipfile
archive = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])
wanted = [name for name in archive.namelist() if name.startswith(('tensorflow/include/', 'tensorflow/libtensorflow_'))]
archive.extractall(sys.argv[1], wanted)
PYTHON

module=node_modules/@tensorflow/tfjs-node
mkdir -p $module/deps/lib $module/lib/napi-v8
mv "$wheel"/tensorflow/libtensorflow_*.so.2 $module/deps/lib/
c++ -shared -fPIC -O2 -std=c++17 -DNAPI_VERSION=8 \
  -I"$headers" -I$module -I"$wheel/tensorflow/include" \
  $module/binding/tfjs_backend.cc $module/binding/tfjs_binding.cc \
  -L$module/deps/lib -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 '-Wl,-rpath,$ORIGIN/../../deps/lib' \
  -o $module/lib/napi-v8/tfjs_binding.node
node -e "require('@tensorflow/tfjs-node')" # fails where it does not load
echo "built; npx hallucination-rate doctor shows it"
