"""What is measured, built; and a Python that has torch."""

import os
import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
FINGERPRINT = "Benchmarks/Sources/Fingerprint"

# What torch's side imports, and the packages that have it.
PACKAGES = {"torch": "torch", "numpy": "numpy", "safetensors": "safetensors", "pandas": "pandas", "sklearn": "scikit-learn"}


class Build:
    """Release builds and the Python, made when they are asked for."""

    root = ROOT

    @cached_property
    def benchmarks(self):
        """Where the binaries of the benchmarks are."""
        subprocess.run([ROOT / "scripts/setup"], check=True)
        self.swift(self.root / "Benchmarks", "--product", "FirstResult")
        return self.swift(self.root / "Benchmarks", "--product", "KindlingBenchmarks")

    @cached_property
    def growth_plot(self):
        """The program that draws curves of growth."""
        return self.swift(self.root / "Benchmarks", "--product", "GrowthPlot") / "GrowthPlot"

    @cached_property
    def fingerprint(self):
        """Where the program that prints digests is."""
        return self.swift(self.root / "Benchmarks", "--product", "Fingerprint")

    @cached_property
    def app(self):
        """Where the app's binary is."""
        return self.swift(self.root, "--product", "CancerApp")

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
        return git("rev-parse", "HEAD")


class OlderBuild(Build):
    """What a commit holds, unpacked and built under .build/against, and left there for the next time."""

    def __init__(self, named):
        try:
            self.commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
        except subprocess.CalledProcessError:
            sys.exit(f"scripts/bench: {named!r} is no commit of this repository")
        if not git("ls-tree", "--name-only", self.commit, "Benchmarks/Sources/KindlingBenchmarks/Session.swift"):
            sys.exit(f"scripts/bench: the benchmarks of {self.commit[:12]} cannot be driven: they take no requests")
        self.root = ROOT / ".build/against" / self.commit[:12]

    def swift(self, package, *arguments):
        self.unpack()
        return super().swift(package, *arguments)

    def unpack(self):
        if self.root.exists():
            return
        print(f"Unpacking {self.commit[:12]} into {self.root}", file=sys.stderr)
        unfinished = self.root.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        archive = subprocess.run(["git", "archive", self.commit], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        subprocess.run(["tar", "-x", "-C", unfinished], input=archive, check=True)
        if not (unfinished / FINGERPRINT).exists():
            # It is lent the program that prints digests, whose links lead to its own models.
            shutil.copy(BENCHMARKS / "Package.swift", unfinished / "Benchmarks")
            shutil.copytree(ROOT / FINGERPRINT, unfinished / FINGERPRINT, symlinks=True)
        unfinished.rename(self.root)


def git(*arguments):
    return subprocess.check_output(["git", *arguments], text=True, cwd=ROOT).strip()
