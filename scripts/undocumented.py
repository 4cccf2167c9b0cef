"""Lists the public symbols that have no doc comment of their own: undocumented.py GRAPHS MODULE..., as scripts/docs --count calls it.

A member that implements a protocol's requirement takes the requirement's comment, so that it needs none; nor do extensions themselves.
"""

import json
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse


def symbols(folder, module):
    """The module's public symbols, and which of them need no comment."""
    found, implementing = [], set()
    for file in (folder / f"{module}.symbols.json", *sorted(folder.glob(f"{module}@*.symbols.json"))):
        graph = json.loads(file.read_text())
        found += (symbol for symbol in graph["symbols"] if symbol["kind"]["identifier"] != "swift.extension")
        implementing |= {each["source"] for each in graph["relationships"] if "sourceOrigin" in each}
    return found, implementing


def location(symbol):
    """The file and line that declare it, counted from 1."""
    path = Path(unquote(urlparse(symbol["location"]["uri"]).path))
    return path.relative_to(Path.cwd()), symbol["location"]["position"]["line"] + 1


def main():
    folder, modules = Path(sys.argv[1]), sys.argv[2:]
    lines, counts = [], []
    for module in modules:
        found, implementing = symbols(folder, module)
        missing = [s for s in found if "docComment" not in s and s["identifier"]["precise"] not in implementing]
        lines += ((*location(symbol), ".".join(symbol["pathComponents"])) for symbol in missing)
        counts.append((module, len(missing), len(found)))
    counts.append(("all", sum(count[1] for count in counts), sum(count[2] for count in counts)))
    for file, line, name in sorted(lines):
        print(f"{file}:{line}: {name}")
    for module, missing, count in counts:
        print(f"{module}: {missing} of {count} public symbols have no doc comment")
    sys.exit(1 if lines else 0)


main()
