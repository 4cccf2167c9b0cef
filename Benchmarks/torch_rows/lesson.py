"""The lesson with torch, as `CancerApp train --lesson --no-early-stopping` does it: python -m torch_rows.lesson CSV EPOCHS

The file is read by pandas, split and scaled by scikit-learn: torch has nothing for these.
"""

import sys

import pandas
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

path, epochs = sys.argv[1], int(sys.argv[2])
torch.manual_seed(42)
table = pandas.read_csv(path)
labels = (table.pop("diagnosis") == "M").to_numpy(dtype="float32")
parts = train_test_split(table.to_numpy(), labels, test_size=0.2, stratify=labels, random_state=42)
scaler = StandardScaler().fit(parts[0])
x_train, x_test = (torch.from_numpy(scaler.transform(part)).float() for part in parts[:2])
y_train, y_test = (torch.from_numpy(part).unsqueeze(1) for part in parts[2:])


def classifier():
    model = nn.Sequential(nn.Linear(30, 1), nn.Sigmoid())
    nn.init.xavier_uniform_(model[0].weight)
    return model


def accuracy(model):
    with torch.inference_mode():
        return ((model(x_test) > 0.5) == y_test).float().mean().item()


model, loss_function = classifier(), nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
batches = DataLoader(TensorDataset(x_train, y_train), batch_size=32, shuffle=True)
for _ in range(epochs):
    total = 0.0
    for features, targets in batches:
        optimizer.zero_grad()
        loss = loss_function(model(features), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()

baseline = classifier()
optimizer = torch.optim.SGD(baseline.parameters(), lr=0.1)
for _ in range(1000):
    optimizer.zero_grad()
    loss_function(baseline(x_train), y_train).backward()
    optimizer.step()
print(f"loss {total / len(batches):.4f}, accuracy {accuracy(model):.3f}, baseline's {accuracy(baseline):.3f}")
