"""What is measured, built; and a Python that has torch."""

import os
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent


def swift(package, *arguments):
    """Where the release build of a package has its binaries."""
    command = ["swift", "build", "-c", "release", "--package-path", package, *arguments]
    if subprocess.run(command, stdout=sys.stderr).returncode:
        sys.exit(f"scripts/bench: {package} does not build")
    return Path(subprocess.check_output([*command, "--show-bin-path"], text=True).strip())


def torch_python():
    """The Python that TORCH_PYTHON names, or a virtual environment with torch from TORCH_WHEEL or from PyPI."""
    needed = ["torch", "numpy", "safetensors", "pandas"]
    named = os.environ.get("TORCH_PYTHON")
    python = named or ROOT / ".build/bench/bin/python"

    def has_all():
        command = [python, "-c", "import " + ", ".join(needed)]
        return Path(python).exists() and not subprocess.run(command, stderr=subprocess.DEVNULL).returncode

    if has_all():
        return python
    if named:
        sys.exit(f"scripts/bench: {named} lacks one of {', '.join(needed)}")
    print("Installing torch into .build/bench", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", ROOT / ".build/bench"], check=True)
    wheel = os.environ.get("TORCH_WHEEL", "torch")
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel, *needed[1:]], check=True, stdout=sys.stderr)
    return python
