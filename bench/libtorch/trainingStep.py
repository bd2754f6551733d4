"""One training step of the benchmark's transformer in C++ with libtorch, the library of PyTorch's own wheel: compiled, and started.

Started by `npm run bench`, as ../pytorch/trainingStep.py is, and asked for turns in the same way. Needs a C++ compiler: g++, or that of CXX.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from torch.utils import cpp_extension

sys.path.insert(0, str(Path(__file__).parent.parent))
from turns import flags  # noqa: E402

SOURCE = Path(__file__).with_suffix(".cpp")


def compiled(folder: Path) -> Path:
    program = folder / f"{SOURCE.stem}-{torch.__version__}"
    if program.exists() and program.stat().st_mtime > SOURCE.stat().st_mtime:
        return program
    libraries = cpp_extension.library_paths()
    subprocess.run(
        [os.environ.get("CXX", "g++"), "-std=c++20", "-O3", "-march=native", f"-D_GLIBCXX_USE_CXX11_ABI={int(torch.compiled_with_cxx11_abi())}",
         *(f"-I{path}" for path in cpp_extension.include_paths()), str(SOURCE), "-o", str(program),
         *(f"-L{path}" for path in libraries), *(f"-Wl,-rpath,{path}" for path in libraries), "-Wl,--no-as-needed", "-ltorch", "-ltorch_cpu", "-lc10"],
        check=True, stdout=sys.stderr)
    return program


def main():
    options = flags(__doc__, "C++").parse_args()
    folder = Path(tempfile.gettempdir()) / f"hallucination-rate-libtorch-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    case = json.loads((options.case / "case.json").read_text())
    program = compiled(folder)
    keys = ("width", "heads", "layers", "slots", "vocabulary", "batch", "learningRate", "beta1", "beta2", "clipNorm")
    parameters = (f"{each['name']}={'x'.join(map(str, each['shape']))}" for each in case["parameters"])
    os.execv(program, [str(program), str(options.case), str(options.threads), torch.__version__, *(str(case[key]) for key in keys), *parameters])


if __name__ == "__main__":
    main()
