"""Computes the figures of `CancerApp validate` again, from what it writes, with scikit-learn, SciPy and statsmodels.

    CancerApp validate --json --predictions predictions.csv > validation.json
    python Benchmarks/validation/check.py validation.json predictions.csv

It ends with 1 where a figure differs by more than rounding.
"""

import csv
import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

with open(sys.argv[1], encoding="utf-8") as file:
    validation = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    lines = list(csv.DictReader(file))
count = max(int(line["repeat"]) for line in lines)
repeats = [[line for line in lines if line["repeat"] == str(number + 1)] for number in range(count)]
labels = np.array([line["diagnosis"] == "M" for line in repeats[0]], dtype=int)
probabilities = np.array([[float(line["probability"]) for line in one] for one in repeats])
thresholds = np.array([[float(line["threshold"]) for line in one] for one in repeats])
decisions = np.array([[line["decision"] == "M" for line in one] for one in repeats], dtype=int)

failures = 0


def compare(name, found, expected, tolerance=1e-9):
    global failures
    found, expected = (np.array(x, dtype=float) for x in (found, expected))
    agrees = found.shape == expected.shape and np.allclose(found, expected, rtol=tolerance, atol=1e-12, equal_nan=True)
    failures += not agrees
    print(f"{'ok  ' if agrees else 'FAIL'}  {name}" + ("" if agrees else f": {found} is not {expected}"))


def rates(truth, decided):
    tn, fp, fn, tp = metrics.confusion_matrix(truth, decided, labels=[0, 1]).ravel()
    return {
        "accuracy": (tn + tp, len(truth)), "sensitivity": (tp, tp + fn), "specificity": (tn, tn + fp),
        "positive_predictive_value": (tp, tp + fp), "negative_predictive_value": (tn, tn + fn),
    }


def delong(scores, truth):
    """The variance as the paper defines it, pair by pair."""
    positive, negative = scores[truth == 1], scores[truth == 0]
    kernel = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    v10, v01 = kernel.mean(axis=1), kernel.mean(axis=0)
    return v10.var(ddof=1) / len(positive) + v01.var(ddof=1) / len(negative)


def brier(truth, p):
    return np.mean((p - truth) ** 2)


scores = {
    "auroc": metrics.roc_auc_score,
    "brier_score": brier,
    "scaled_brier_score": lambda truth, p: 1 - brier(truth, p) / (truth.mean() * (1 - truth.mean())),
    "average_precision": metrics.average_precision_score,
    "log_loss": metrics.log_loss,
}
figures, averaged = validation["figures"], probabilities.mean(axis=0)
compare("decisions", decisions, probabilities >= thresholds)
for name, score in scores.items():
    values = [score(labels, p) for p in probabilities]
    compare(name, figures[name]["repeats"], values)
    compare(f"{name}, mean", figures[name]["mean"], np.mean(values))
    compare(f"{name}, of averaged probabilities", figures[name]["ensemble"], score(labels, averaged))
area, error = metrics.roc_auc_score(labels, probabilities[0]), np.sqrt(delong(probabilities[0], labels))
margin = stats.norm.ppf(0.975) * error
compare(
    "auroc, DeLong's interval", [figures["auroc"]["interval"][end] for end in ("lower", "upper")],
    [max(area - margin, 0), min(area + margin, 1)])
for name, _ in rates(labels, decisions[0]).items():
    found = figures[name]
    counts = [rates(labels, one)[name] for one in decisions]
    compare(name, found["repeats"], [k / n for k, n in counts])
    compare(f"{name}, mean counts", [found["mean_counts"]["successes"], found["mean_counts"]["of"]], np.mean(counts, axis=0))
    low, high = proportion_confint(*counts[0], method="wilson")
    compare(f"{name}, Wilson's interval", [found["interval"]["lower"], found["interval"]["upper"]], [low, high], 1e-7)
    k, n = rates(labels, (averaged >= thresholds.mean(axis=0)).astype(int))[name]
    compare(f"{name}, of averaged probabilities", found["ensemble"], k / n)

calibration = validation["calibration"]
for index, p in enumerate(probabilities):
    clipped = np.clip(p, 1e-7, 1 - 1e-7)
    compare(f"repeat {index + 1}: clipped", calibration["clipped"][index], np.sum(clipped != p))
    logits = np.log(clipped) - np.log1p(-clipped)
    offset = sm.GLM(labels, np.ones((len(labels), 1)), family=sm.families.Binomial(), offset=logits).fit(tol=1e-13)
    free = sm.GLM(labels, sm.add_constant(logits), family=sm.families.Binomial()).fit(tol=1e-13)
    for name, fit, at in [("intercept", offset, 0), ("slope", free, 1)]:
        found = calibration[name]["repeats"][index]
        compare(f"repeat {index + 1}: {name}", [found["value"], found["standard_error"]], [fit.params[at], fit.bse[at]], 1e-6)
        if index == 0:
            ends = [calibration[name]["interval"][end] for end in ("lower", "upper")]
            compare(f"{name}, interval", ends, fit.conf_int()[at], 1e-6)
histogram = calibration["histogram"]
for name, label in [("benign", 0), ("malignant", 1)]:
    counts = np.histogram(probabilities[0][labels == label], bins=20, range=(0, 1))[0]
    compare(f"histogram, {name}", histogram[name], counts)

decision = validation["decisions"]
t = np.array(decision["thresholds"])
weights = t / (1 - t)
benefits = [
    [np.mean((p >= cut) & (labels == 1)) - np.mean((p >= cut) & (labels == 0)) * weight for cut, weight in zip(t, weights)]
    for p in probabilities
]
compare("net benefit of the model", decision["model"], np.mean(benefits, axis=0))
compare("net benefit of treating all", decision["treat_all"], labels.mean() - (1 - labels.mean()) * weights)

print(f"{failures} of the figures differ" if failures else "all figures agree")
sys.exit(1 if failures else 0)
