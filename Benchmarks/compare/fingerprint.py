"""A digest of results' bits, by 1 and by 2 threads, of this build and of an older one: what `scripts/bench --fingerprint` prints."""

import hashlib
import json
import subprocess
import sys

from .building import BENCHMARKS
from .environment import environment
from .peer import Gone, Peer

THREADS = (1, 2)


def check(pattern, older, build):
    """Prints a digest for each result, and ends with 1 where one depends on the number of threads or is not the older build's."""
    here = {threads: digests(build, threads, pattern) for threads in THREADS}
    there = {threads: digests(older, threads, pattern) for threads in THREADS} if older else {}
    differing = 0
    for name, digest in here[1].items():
        found = {f"here, by {threads}": here[threads].get(name) for threads in THREADS}
        if older and name in there[1]:
            found |= {f"in {older.commit[:12]}, by {threads}": there[threads].get(name) for threads in THREADS}
        if set(found.values()) == {digest}:
            print(digest, "", name)
        else:
            differing += 1
            print("DIFFERS          ", name)
            print(*(f"    {found[side]} {side}" for side in found), sep="\n")
    if not here[1]:
        sys.exit(f"scripts/bench: no result's name has {pattern.pattern!r} in it")
    whole = hashlib.sha256(json.dumps(here[1]).encode()).hexdigest()[:16]
    print(whole, "", f"all {len(here[1])} results")
    if older:
        only(f"only {older.commit[:12]} has", there[1].keys() - here[1].keys())
        only(f"{older.commit[:12]} lacks", here[1].keys() - there[1].keys())
    if differing:
        sys.exit(f"scripts/bench: {differing} of {len(here[1])} results differ")
    print("equal at 1 and 2 threads" + (f", and equal to those of {older.commit[:12]}" if older else ""))


def only(title, names):
    if names:
        print(f"{title}: " + "; ".join(sorted(names)))


def digests(build, threads, pattern):
    """By the name of each result, its digest."""
    variables = environment(threads)
    binary = build.fingerprint / "Fingerprint"
    printed = subprocess.run([binary], env=variables, cwd=BENCHMARKS, stdout=subprocess.PIPE, text=True)
    if printed.returncode:
        sys.exit(f"scripts/bench: {binary} failed with {printed.returncode}")
    found = {}
    for line in printed.stdout.splitlines():
        digest, name = line.split(" ", 1)
        if pattern.search(name):
            found[name] = digest
    return found | rows(build, variables, pattern)


def rows(build, variables, pattern):
    """Of the table's rows: what both sides of the table compare, which every build can be asked for."""
    peer = Peer(f"the build of {build.commit[:12]}", [build.benchmarks / "KindlingBenchmarks"], variables, BENCHMARKS)
    found = {}
    try:
        for name in peer.ask("list"):
            if pattern.search(name):
                found[f"row: {name}"] = hashlib.sha256(json.dumps(peer.ask("check", 2, name)).encode()).hexdigest()[:16]
    except Gone as problem:
        sys.exit(f"scripts/bench: no fingerprint: {problem}")
    finally:
        peer.close()
    return found

