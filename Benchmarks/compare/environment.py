"""What processes are run with, and on."""

import os
from pathlib import Path


def environment(threads):
    """Of both sides: the same number of threads, and each library's own choice of kernels."""
    chosen = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
    counts = ("KINDLING_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    kept = {name: value for name, value in os.environ.items() if name not in chosen}
    return kept | dict.fromkeys(counts, str(threads))


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"
