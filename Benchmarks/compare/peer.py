"""A process that runs rows: Kindling's or torch's."""

import json
import subprocess


class Gone(Exception):
    """The process ended: what it was asked for went wrong."""


class Peer:
    def __init__(self, name, command, environment, folder):
        self.name = name
        self.start = lambda: subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.process = self.start()

    def ask(self, *request):
        """Sends one line, and returns what the answer says."""
        try:
            print(*request, file=self.process.stdin, flush=True)
            return json.loads(self.process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            self.close()
            self.process = self.start()
            raise Gone(f"{self.name} ended while it was asked: {' '.join(map(str, request))}") from None

    def close(self):
        self.process.stdin.close()
        self.process.wait()
