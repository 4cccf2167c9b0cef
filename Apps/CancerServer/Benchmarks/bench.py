"""Measures the server beside FastAPI with scikit-learn, in one run on one machine. scripts/bench-server calls it.

    bench.py SERVER MODELS DATA [--seconds N] [--rounds N] [--million]

SERVER is the release build, MODELS a folder of models, DATA the CSV file of the training rows. wrk posts one row as JSON over 64 connections, while a
second client compares a sample of the answers with the first one. Each figure is the median of the rounds, in which the servers take turns.
"""

import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def first_row(path):
    """The first row of a CSV file with a diagnosis, as JSON."""
    with open(path, encoding="utf-8") as file:
        names, cells = file.readline().strip().split(","), file.readline().strip().split(",")
    return json.dumps({n.replace(" ", "_"): float(c) for n, c in zip(names, cells) if n != "diagnosis"})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that serves, from its start to its first answer and on."""

    def __init__(self, name, command, port, body, token, environment=None, path="/predict"):
        self.name, self.port, self.body, self.token, self.path = name, port, body, token, path
        start = time.perf_counter()
        self.process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.answer = None
        while self.answer is None:
            try:
                self.answer = self.ask()
            except (ConnectionError, http.client.HTTPException):
                if self.process.poll() is not None:
                    sys.exit(f"{name} has ended: {self.process.returncode}")
                time.sleep(0.001)
        self.start = time.perf_counter() - start

    def ask(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        connection.request("POST", self.path, self.body, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        if response.status != 200:
            sys.exit(f"{self.name}: {response.status} {text[:300]!r}")
        return text

    def memory(self):
        """The resident memory of the process and its children in MiB."""
        pids, total = [self.process.pid], 0
        for pid in pids:
            with open(f"/proc/{pid}/status", encoding="utf-8") as file:
                total += int(re.search(r"VmRSS:\s+(\d+)", file.read())[1])
            with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
                pids += [int(child) for child in file.read().split()]
        return total / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def load(server, seconds, connections=64):
    """Requests a second, and the latency's 50th and 99th percentiles in ms."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            f'wrk.method = "POST"\nwrk.body = {json.dumps(server.body)}\nwrk.headers["Content-Type"] = "application/json"\n'
            f'wrk.headers["Authorization"] = "Bearer {server.token}"\n')
        script.flush()
        # A second client compares a sample of the answers.
        done, checked = threading.Event(), [0]

        def sample():
            while not done.wait(0.02):
                if server.ask() != server.answer:
                    sys.exit(f"{server.name}: another answer")
                checked[0] += 1

        thread = threading.Thread(target=sample)
        thread.start()
        try:
            output = subprocess.run(
                ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script.name,
                 f"http://127.0.0.1:{server.port}{server.path}"], capture_output=True, text=True, check=True).stdout
        finally:
            done.set()
            thread.join()
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{server.name}: {output}")

    def milliseconds(percentile):
        value, unit = re.search(rf"\s{percentile}%\s+([\d.]+)(us|ms|s)", output).groups()
        return float(value) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]

    requests = int(re.search(r"(\d+) requests in", output)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]), milliseconds(50), milliseconds(99), requests, checked[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("models")
    parser.add_argument("data")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--million", action="store_true", help="go on to a million requests, and look at the memory")
    options = parser.parse_args()
    body = first_row(options.data)

    with tempfile.TemporaryDirectory() as folder:
        tokens = os.path.join(folder, "tokens")
        token = subprocess.run(
            [options.server, "token", "--name", "benchmark", "--role", "predict", "--tokens", tokens],
            capture_output=True, text=True, check=True).stdout.split()[-1]

        def ours(name, *arguments):
            port = free_port()
            return Server(
                name, [options.server, "serve", "--models", options.models, "--tokens", tokens, "--port", str(port), *arguments],
                port, body, token)

        def peer():
            port = free_port()
            command = [sys.executable, "-m", "uvicorn", "--app-dir", HERE, "peer:app", "--workers", "2", "--no-access-log",
                       "--log-level", "warning", "--port", str(port)]
            return Server("FastAPI, scikit-learn", command, port, body, token, {"PEER_DATA": options.data, "PEER_TOKEN": token})

        kinds = {
            "Kindling": lambda: ours("Kindling"),
            "FastAPI, scikit-learn": peer,
        }
        results = {name: [] for name in kinds}
        for _ in range(options.rounds):
            for name, start in kinds.items():
                server = start()
                load(server, 1)
                results[name].append((*load(server, options.seconds), server.start, server.memory()))
                server.stop()
        middle = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items()}
        base = middle["FastAPI, scikit-learn"][0]
        print(f"{'':24}{'requests/s':>12}{'times':>8}{'p50 ms':>10}{'p99 ms':>10}{'start ms':>10}{'MiB':>8}{'checked':>9}")
        for name, (rate, p50, p99, _, checked, start, memory) in middle.items():
            print(f"{name:24}{rate:12.0f}{rate / base:8.1f}{p50:10.2f}{p99:10.2f}{1e3 * start:10.0f}{memory:8.1f}{checked:9.0f}")

        if options.million:
            server, count = ours("a million requests"), 0
            while count < 1_000_000:
                count += load(server, 10)[3]
            print(f"after {count} requests: {server.memory():.1f} MiB")
            server.stop()


main()
