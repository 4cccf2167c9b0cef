#!/usr/bin/env python3
"""Computes what the tests of Metrics expect, with NumPy, SciPy, scikit-learn, statsmodels and crepes, into reference.json.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn statsmodels crepes
    venv/bin/python Tests/MetricsTests/reference.py
"""

import itertools
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from crepes import ConformalClassifier
from scipy import stats
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform
from sklearn import calibration, metrics
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
generator = np.random.default_rng(1)


def delong(scores, labels):
    """The variance of the areas of several scores and their covariance, pair by pair as the paper defines them."""
    positive, negative = [s[labels == 1] for s in scores], [s[labels == 0] for s in scores]
    kernels = [(p[:, None] > n[None, :]) + 0.5 * (p[:, None] == n[None, :]) for p, n in zip(positive, negative)]
    v10, v01 = np.array([k.mean(axis=1) for k in kernels]), np.array([k.mean(axis=0) for k in kernels])
    return np.array([k.mean() for k in kernels]), np.cov(v10) / v10.shape[1] + np.cov(v01) / v01.shape[1]


def area(scores, labels):
    values, covariance = delong([scores, scores], labels)
    return values[0], covariance[0, 0]


def rank_case(count, digits):
    labels = (generator.random(count) < 0.4).astype(int)
    first = np.round(generator.normal(labels, 1.0), digits)
    second = np.round(0.5 * first + generator.normal(0.6 * labels, 1.0), digits)
    (a, b), covariance = delong([first, second], labels)
    difference_error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    z = (a - b) / difference_error
    precision, recall, thresholds = metrics.precision_recall_curve(labels, first)
    low, high = stats.norm.interval(0.9, a, np.sqrt(covariance[0, 0]))
    return {
        "first": first, "second": second, "labels": labels, "area": metrics.roc_auc_score(labels, first),
        "variance": covariance[0, 0], "lower90": max(low, 0), "upper90": min(high, 1), "secondArea": b,
        "differenceError": difference_error, "z": z, "pValue": 2 * stats.norm.sf(abs(z)),
        "averagePrecision": metrics.average_precision_score(labels, first), "precision": precision[::-1],
        "recall": recall[::-1], "thresholds": thresholds[::-1],
    }


def proportions():
    cases = []
    for successes, count in [(0, 5), (5, 5), (48, 50), (1, 3), (352, 357), (0, 1)]:
        for level in [0.8, 0.95, 0.99]:
            low, high = proportion_confint(successes, count, alpha=1 - level, method="wilson")
            cases.append({"successes": successes, "count": count, "level": level, "lower": low, "upper": high})
    return cases


def confusion():
    labels = (generator.random(90) < 0.35).astype(int)
    predictions = np.where(generator.random(90) < 0.2, 1 - labels, labels)
    sensitivity, specificity = metrics.recall_score(labels, predictions), metrics.recall_score(labels, predictions, pos_label=0)
    prevalence = 0.02
    population = 1e6
    true_positives, false_positives = sensitivity * prevalence * population, (1 - specificity) * (1 - prevalence) * population
    true_negatives, false_negatives = specificity * (1 - prevalence) * population, (1 - sensitivity) * prevalence * population
    return {
        "labels": labels, "predictions": predictions, "prevalence": labels.mean(),
        "ppv": metrics.precision_score(labels, predictions), "npv": metrics.precision_score(labels, predictions, pos_label=0),
        "ppvAt2Percent": true_positives / (true_positives + false_positives),
        "npvAt2Percent": true_negatives / (true_negatives + false_negatives),
        "fHalf": metrics.fbeta_score(labels, predictions, beta=0.5), "f2": metrics.fbeta_score(labels, predictions, beta=2),
        "matthews": metrics.matthews_corrcoef(labels, predictions),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predictions),
        "youden": metrics.balanced_accuracy_score(labels, predictions, adjusted=True),
    }


def logistic(endog, exog, offset=None):
    return sm.GLM(endog, exog, family=sm.families.Binomial(), offset=offset).fit(tol=1e-14, maxiter=200)


def bins(probabilities, labels, edges):
    """Means by bin and the expected calibration error, the upper edge belonging to a bin."""
    which = np.searchsorted(edges[1:-1], probabilities)
    members = [which == bin for bin in range(len(edges) - 1)]
    means = [probabilities[m].mean() if m.any() else None for m in members]
    fractions = [labels[m].mean() if m.any() else None for m in members]
    error = sum(m.sum() * abs(f - p) for m, p, f in zip(members, means, fractions) if m.any()) / len(labels)
    return {"edges": edges, "counts": [m.sum() for m in members], "means": means, "fractions": fractions, "error": error}


def calibrated(count, slope, shift):
    """Probabilities whose logits are too extreme by a factor and shifted."""
    actual = generator.normal(-0.5, 1.5, count)
    labels = (generator.random(count) < 1 / (1 + np.exp(-actual))).astype(int)
    logits = slope * actual + shift
    probabilities = 1 / (1 + np.exp(-logits))
    logits = np.log(probabilities) - np.log1p(-probabilities)
    large = logistic(labels, np.ones(count), offset=logits)
    full = logistic(labels, sm.add_constant(logits))
    prevalence = labels.mean()
    brier = metrics.brier_score_loss(labels, probabilities)
    grid = np.linspace(probabilities.min(), probabilities.max(), 21)
    curve = sm.nonparametric.lowess(labels, probabilities, frac=2 / 3, it=0, xvals=grid)
    targets = np.where(labels == 1, (labels.sum() + 1) / (labels.sum() + 2), 1 / (count - labels.sum() + 2))
    platt = logistic(targets, sm.add_constant(logits))
    # What scikit-learn has agrees with the definitions here.
    fractions, means = calibration.calibration_curve(labels, probabilities, n_bins=5, strategy="quantile")
    quantiles = bins(probabilities, labels, np.percentile(probabilities, np.linspace(0, 100, 6)))
    assert np.allclose(fractions, quantiles["fractions"]) and np.allclose(means, quantiles["means"])
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(logits, labels)
    wanted = np.linspace(logits.min() - 1, logits.max() + 1, 25)
    thresholds = np.array([0.0, 0.05, 0.1, 0.3, 0.5, 0.9, 0.99])
    predicted = probabilities[None, :] >= thresholds[:, None]
    weights = thresholds / (1 - thresholds)
    return {
        "probabilities": probabilities, "logits": logits, "labels": labels,
        "intercept": large.params[0], "interceptError": large.bse[0], "slope": full.params[1], "slopeError": full.bse[1],
        "brier": brier, "scaledBrier": 1 - brier / (prevalence * (1 - prevalence)),
        "logLoss": metrics.log_loss(labels, probabilities), "grid": grid, "curve": curve,
        "equalWidth": bins(probabilities, labels, np.linspace(0, 1, 11)), "quantiles": quantiles,
        "plattSlope": platt.params[1], "plattIntercept": platt.params[0],
        "isotonicPoints": wanted, "isotonic": isotonic.predict(wanted),
        "thresholds": thresholds,
        "netBenefit": ((predicted & (labels == 1)).sum(axis=1) - (predicted & (labels == 0)).sum(axis=1) * weights) / count,
        "treatAll": prevalence - (1 - prevalence) * weights,
    }


def separated_platt():
    logits, labels = np.array([-3.0, -2, -1, 1, 2, 5]), np.array([0, 0, 0, 1, 1, 1])
    targets = np.where(labels == 1, 4 / 5, 1 / 5)
    fit = logistic(targets, sm.add_constant(logits))
    return {"logits": logits, "labels": labels, "slope": fit.params[1], "intercept": fit.params[0]}


def conformal(classes):
    labels = np.concatenate([np.arange(classes), generator.integers(0, classes, 80)])
    raw = generator.normal(0, 1, (len(labels), classes)) + 1.5 * np.eye(classes)[labels]
    probabilities = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
    probabilities = np.round(probabilities, 2)
    fit, test = np.arange(len(labels)) % 2 == 0, np.arange(len(labels)) % 2 == 1
    classifier = ConformalClassifier()
    classifier.fit(1 - probabilities[fit, labels[fit]], bins=labels[fit])
    p_values = np.stack(
        [classifier.predict_p(1 - probabilities[test][:, [k]], bins=np.full(test.sum(), k), smoothing=False)[:, 0] for k in range(classes)],
        axis=1)
    return {
        "calibration": probabilities[fit].ravel(), "calibrationLabels": labels[fit], "test": probabilities[test].ravel(),
        "testLabels": labels[test], "classes": classes, "pValues": p_values.ravel(),
    }


def clustering():
    table = np.genfromtxt(HERE / "../../Sources/CWisconsin/wdbc.csv", delimiter=",", skip_header=1)[:, 1:]
    spearman = stats.spearmanr(table).statistic
    distances = 1 - np.abs(spearman)
    np.fill_diagonal(distances, 0)
    linkage = hierarchy.ward(squareform(distances, checks=False))
    tied = np.round(generator.normal(0, 1.5, (40, 6)))
    points = np.round(generator.normal(0, 2, (25, 2)), 2)
    square = np.sqrt(((points[:, None] - points[None, :]) ** 2).sum(axis=2))
    return {
        "spearman": spearman.ravel(), "linkage": linkage.ravel(),
        "clusters": [{"height": h, "labels": hierarchy.fcluster(linkage, h, "distance")} for h in [0.05, 0.3, 0.5, 1, 2, 10]],
        "tied": tied.ravel(), "tiedSpearman": stats.spearmanr(tied).statistic.ravel(), "tiedPearson": np.corrcoef(tied.T).ravel(),
        "distances": square.ravel(), "distancesLinkage": hierarchy.ward(squareform(square, checks=False)).ravel(),
    }


def permutation():
    """Every rise that permuting four rows can give."""
    features = np.array([[0.5, 1, 2], [-1, 0.3, 1], [2, -0.7, 0], [0.1, 1.2, -1]])
    labels = np.array([1, 0, 1, 0])

    def loss(x):
        return metrics.log_loss(labels, 1 / (1 + np.exp(-(x @ np.array([1.0, -0.5, 0.0])))))

    rises = []
    for group in [[0, 1], [1]]:
        permuted = []
        for order in itertools.permutations(range(4)):
            x = features.copy()
            x[:, group] = features[list(order)][:, group]
            permuted.append(loss(x) - loss(features))
        rises.append(permuted)
    return {"features": features.ravel(), "labels": labels, "logLoss": loss(features), "pair": rises[0], "single": rises[1]}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


reference = {
    "ranks": [rank_case(60, 6), rank_case(200, 1), rank_case(35, 0)],
    "proportions": proportions(),
    "confusion": confusion(),
    "calibrations": [calibrated(150, 1.0, 0.0), calibrated(400, 2.0, 0.7), calibrated(80, 0.5, -2)],
    "separatedPlatt": separated_platt(),
    "conformal": [conformal(2), conformal(3)],
    "clustering": clustering(),
    "permutation": permutation(),
}
(HERE / "reference.json").write_text(json.dumps(plain(reference), separators=(",", ":")).replace("},{", "},\n{") + "\n")
