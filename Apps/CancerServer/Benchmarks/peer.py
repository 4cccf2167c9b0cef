"""The peer of scripts/bench-server: FastAPI with scikit-learn on uvicorn, with the same checks and no log.

PEER_DATA names the CSV file it is trained on, PEER_TOKEN the bearer token that requests carry.
"""

import hashlib
import hmac
import os

import numpy as np
from fastapi import FastAPI, Header, HTTPException
from prometheus_client import Counter, Histogram, make_asgi_app
from pydantic import ConfigDict, create_model
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

with open(os.environ["PEER_DATA"], encoding="utf-8") as file:
    names = file.readline().strip().split(",")
    rows = [line.strip().split(",") for line in file if line.strip()]
at = names.index("diagnosis")
features = [name for name in names if name != "diagnosis"]
x = np.array([[float(cell) for i, cell in enumerate(row) if i != at] for row in rows])
y = np.array([row[at] == "M" for row in rows], dtype=int)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)

Measurements = create_model(
    "Measurements", __config__=ConfigDict(extra="forbid", allow_inf_nan=False), **{name.replace(" ", "_"): (float, ...) for name in features})
keys = [name.replace(" ", "_") for name in features]
digest = hashlib.sha256(os.environ["PEER_TOKEN"].encode()).digest()
requests = Counter("requests", "Requests", ["status"])
seconds = Histogram("request_seconds", "Latency of requests")

app = FastAPI()
app.mount("/metrics", make_asgi_app())


@app.post("/predict")
async def predict(measurements: Measurements, authorization: str = Header("")):
    with seconds.time():
        token = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
        if not hmac.compare_digest(token, digest):
            requests.labels("401").inc()
            raise HTTPException(401)
        row = np.array([[getattr(measurements, key) for key in keys]])
        probability = float(model.predict_proba(row)[0, 1])
        requests.labels("200").inc()
        return {"diagnosis": "malignant" if probability >= 0.5 else "benign", "probability": probability}
