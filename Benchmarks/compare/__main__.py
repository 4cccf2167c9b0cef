"""Kindling beside PyTorch, row by row: what `scripts/bench` runs."""

import argparse
import json
import os
import re
import sys
from pathlib import Path

from . import against, building, fingerprint, flat, growth, report, suite
from .environment import environment
from .table import ROWS


def pattern(text):
    try:
        return re.compile(text)
    except re.error as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {problem}") from None


def positive(text):
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return number


def target(text):
    """A file that can be written: known before ten minutes are spent."""
    try:
        with open(text, "a"):
            return Path(text)
    except OSError as problem:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written: {problem.strerror}") from None


def results(text):
    try:
        return json.loads(Path(text).read_text())
    except (OSError, ValueError) as problem:
        raise argparse.ArgumentTypeError(f"{text!r} holds no results: {problem}") from None


def parsed():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Kindling beside PyTorch, or beside an older build, row by row.", allow_abbrev=False
    )
    parser.error = lambda problem: parser.exit(2, f"scripts/bench: {problem}\n")
    cores = len(os.sched_getaffinity(0))
    option = parser.add_argument
    option("--only", metavar="PATTERN", type=pattern, default=pattern(""), help="rows that this regular expression is found in")
    option("--threads", metavar="N", type=positive, default=cores, help="of both sides (default: all cores, %(default)s)")
    option("--quick", action="store_true", help="0.1 s a row and side, where a second is the rule")
    option("--json", metavar="FILE", type=target, help="writes the results there too")
    option("--list", action="store_true", help="prints the names of the rows, and measures nothing")
    option("--markdown", metavar="FILE", type=results, help="prints as Markdown what --json wrote, and measures nothing")
    option("--growth", action="store_true", help="draws time and memory against size, in Benchmarks/Growth, in place of the table")
    option("--flat", action="store_true", help="only tells what memory is held over a million steps of training; fails where it grows")
    option("--against", metavar="COMMIT", help="compares this build with an older commit's, in place of PyTorch; fails where it is slower")
    option("--alternations", metavar="N", type=positive, help="how often --against takes each side's time of a row (default: 20)")
    option("--fingerprint", action="store_true", help="prints a digest of the results' bits, by 1 and 2 threads; fails where they differ")
    option("--rows", metavar="N", type=positive, default=10**6, help="how far the rows of a file grow (default: 1e6; 1e7 are 2.4 GB of text)")
    options = parser.parse_args()
    if options.growth + options.flat + (options.fingerprint or options.against is not None) > 1:
        parser.error("--growth, --flat, and --against or --fingerprint are runs of their own")
    if options.alternations and (options.against is None or options.fingerprint):
        parser.error("--alternations goes with --against")
    return options


def main():
    options = parsed()
    if options.markdown:
        print((against if "against" in options.markdown else report).markdown(options.markdown))
        return
    rows = [row for row in ROWS if options.only.search(row.name)]
    if not rows and not options.fingerprint:
        sys.exit(f"scripts/bench: no row's name has {options.only.pattern!r} in it")
    if options.list:
        print(*(row.name for row in rows), sep="\n")
        return
    variables = environment(options.threads)
    build = building.Build()
    if options.flat:
        flat.check(build, variables)
        return
    if options.growth:
        growth.draw(build, variables, options.rows, options.threads)
        return
    older = building.OlderBuild(options.against) if options.against is not None else None
    if options.fingerprint:
        fingerprint.check(options.only, older, build)
        return
    if older:
        measured = against.run(options.only, older, build, variables, options.threads, options.quick, options.alternations)
    else:
        measured = suite.run(rows, build, variables, options.threads, options.quick)
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n")
    if any("problem" in row for row in measured["rows"]) or older and not against.holds(measured):
        sys.exit(1)


main()
