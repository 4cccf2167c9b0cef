"""What is measured, built; and a Python that has torch."""

import os
import subprocess
import sys
from functools import cached_property
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent

# What torch's side imports, and the packages that have it.
PACKAGES = {"torch": "torch", "numpy": "numpy", "safetensors": "safetensors", "pandas": "pandas", "sklearn": "scikit-learn"}


class Build:
    """Release builds and the Python, made when they are asked for."""

    @cached_property
    def benchmarks(self):
        """Where the binaries of the benchmarks are."""
        subprocess.run([ROOT / "scripts/setup"], check=True)
        return self.swift(BENCHMARKS)

    @cached_property
    def app(self):
        """Where the app's binary is."""
        return self.swift(ROOT, "--product", "CancerApp")

    def swift(self, package, *arguments):
        command = ["swift", "build", "-c", "release", "--quiet", "--package-path", package]
        if subprocess.run([*command, *arguments], stdout=sys.stderr).returncode:
            sys.exit(f"scripts/bench: {package} does not build")
        return Path(subprocess.check_output([*command, "--show-bin-path"], text=True).strip())

    @cached_property
    def python(self):
        """The Python that TORCH_PYTHON names, or a virtual environment with torch from TORCH_WHEEL or from PyPI."""
        named = os.environ.get("TORCH_PYTHON")
        python = Path(named or ROOT / ".build/bench/bin/python")

        def imports():
            command = [python, "-c", "import " + ", ".join(PACKAGES)]
            return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0

        if python.exists() and imports():
            return python
        if named:
            sys.exit(f"scripts/bench: {named} lacks one of {', '.join(PACKAGES)}")
        print("Installing PyTorch into .build/bench", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", ROOT / ".build/bench"], check=True)
        packages = PACKAGES | {"torch": os.environ.get("TORCH_WHEEL", "torch")}
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages.values()], check=True, stdout=sys.stderr)
        return python

    @cached_property
    def torch_version(self):
        return subprocess.check_output([self.python, "-c", "import torch; print(torch.__version__)"], text=True).strip()

    @cached_property
    def commit(self):
        return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True, cwd=ROOT).strip()
