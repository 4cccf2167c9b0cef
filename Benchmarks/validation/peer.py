"""The peer of `CancerApp validate`: ten times ten folds with scikit-learn.   python Benchmarks/validation/peer.py CSV

The scaler and the model are fitted anew in each fold. Beside the mean over all folds, which is what scikit-learn's users print, it prints the
mean over repeats of each repeat's pooled figure, as CancerApp does.
"""

import csv
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

with open(sys.argv[1], encoding="utf-8") as file:
    header, *rows = csv.reader(file)
at = header.index("diagnosis")
labels = np.array([row[at] == "M" for row in rows], dtype=int)
features = np.array([[float(cell) for index, cell in enumerate(row) if index != at] for row in rows])

probabilities, of_folds = np.empty((10, len(labels))), []
folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=42)
for index, (train, test) in enumerate(folds.split(features, labels)):
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(features[train], labels[train])
    found = model.predict_proba(features[test])[:, 1]
    probabilities[index // 10, test] = found
    of_folds.append((accuracy_score(labels[test], found >= 0.5), roc_auc_score(labels[test], found)))

pooled = [(accuracy_score(labels, one >= 0.5), roc_auc_score(labels, one)) for one in probabilities]
for name, figures in [("mean of the folds", of_folds), ("mean of the repeats, pooled", pooled)]:
    accuracy, auroc = np.mean(figures, axis=0)
    print(f"{name}: accuracy {accuracy:.4f}, AUROC {auroc:.4f}")
