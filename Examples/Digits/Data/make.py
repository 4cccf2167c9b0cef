"""Writes digits.safetensors from the copy of the data that scikit-learn has.

    python make.py            # needs scikit-learn and safetensors
"""

import pathlib

import numpy
import sklearn
from safetensors.numpy import save_file
from sklearn.datasets import load_digits

digits = load_digits()
save_file(
    {"images": digits.images.astype(numpy.uint8), "labels": digits.target.astype(numpy.uint8)},
    pathlib.Path(__file__).parent / "digits.safetensors",
    metadata={"source": "https://doi.org/10.24432/C50P49", "scikit-learn": sklearn.__version__},
)
