"""Whether two digests are of one result."""

from math import isfinite


def difference(ours, theirs, tolerance, other="torch"):
    """How the results differ, in words; nothing where they agree."""
    if len(ours) != len(theirs):
        return f"{len(ours)} results, {other} has {len(theirs)}"
    for index, (a, b) in enumerate(zip(ours, theirs)):
        if a["shape"] != b["shape"]:
            return f"result {index} has the shape {a['shape']}, {other}'s {b['shape']}"
        elements = len(b["elements"])
        mean = sum(map(abs, b["elements"])) / max(elements, 1)
        for at, (x, y) in enumerate(zip(a["elements"], b["elements"])):
            if not close(x, y, tolerance * max(abs(y), mean)):
                return f"result {index}, element {at} of {elements} looked at: {x}, {other} has {y}"
        for sum_ in ("sum", "magnitude"):
            if not close(a[sum_], b[sum_], tolerance * b["magnitude"]):
                return f"result {index}: the {sum_} is {a[sum_]}, {other}'s {b[sum_]}"
    return None


def close(x, y, tolerance):
    return abs(x - y) <= tolerance if isfinite(y) else x == y or (x != x and y != y)
