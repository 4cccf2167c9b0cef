"""The table as text and as Markdown."""

from math import exp, log


def figure(row, value):
    """Seconds, or MiB, in three digits."""
    if row["unit"] == "MiB":
        return f"{value:.0f} MiB"
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            break
    scaled = value / size
    return f"{scaled:.{max(0, 2 - len(str(int(scaled))) + 1)}f} {unit}" if scaled < 100 else f"{scaled:.0f} {unit}"


def ratio(row):
    return row["torch"] / row["ours"]


def number(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def rate(row):
    """What is done in a second, and the share of what the machine can do."""
    if row["share"] is None:
        return ""
    work, unit = (row["flops"], "GFLOP/s") if row["flops"] else (row["bytes"], "GB/s")
    return f"{work / row['ours'] / 1e9:.0f} {unit}, {row['share']:.0%}"


def verdict(row):
    return "behind" if ratio(row) < 1 else "" if ratio(row) >= row["reach"] else "short"


HEADER = ("", "Kindling", "PyTorch", "ratio", "reach", "", "rate, share of the limit")


def cells(row):
    if "problem" in row:
        return (row["name"], "", "", "", f"{row['reach']:g}", "wrong", row["problem"])
    figures = (figure(row, row["ours"]), figure(row, row["torch"]), number(ratio(row)))
    return (row["name"], *figures, f"{row['reach']:g}", verdict(row), rate(row))


def line(cells, width):
    name, ours, torch, ratio, reach, verdict, rate = cells
    text = f"{name:{width}}  {ours:>9}  {torch:>9}  {ratio:>6}  {reach:>5}  {verdict:6}  {rate}"
    return text.rstrip()


def geometric_mean(rows):
    return exp(sum(log(ratio(row)) for row in rows) / len(rows))


def summary(rows):
    measured = [row for row in rows if "problem" not in row]
    lines = []
    if measured:
        lines.append(f"{len(measured)} rows, geometric mean of the ratios {geometric_mean(measured):.2f}")
    trips = [row["round_trip"] for row in measured if row.get("round_trip")]
    if trips:
        lines.append(f"from one core to the other and back: {min(trips) * 1e9:.0f} to {max(trips) * 1e9:.0f} ns, row by row")
    for word, title in (("behind", "behind PyTorch"), ("short", "ahead, and short of the ratio to reach")):
        named = [f"{row['name']} ({number(ratio(row))})" for row in measured if verdict(row) == word]
        if named:
            lines.append(f"{title} ({len(named)}): " + "; ".join(named))
    wrong = [row["name"] for row in rows if "problem" in row]
    if wrong:
        lines.append(f"not measured, for the results differ ({len(wrong)}): " + "; ".join(wrong))
    return "\n".join(lines)


def markdown(results):
    """The README's table: one for each group of rows."""
    machine = f"{results['processor']}, {results['threads']} threads, {results['date']}, PyTorch {results['torch']}"
    lines = [f"Medians on {machine}.", ""]
    lines += ["| | Kindling | PyTorch | ratio | of the machine's limit |", "|---|---|---|---|---|"]
    group = None
    for row in results["rows"]:
        if row["group"] != group:
            group = row["group"]
            lines.append(f"| **{group}** | | | | |")
        name, ours, torch, times, _, _, done = cells(row)
        lines.append(f"| {name} | {ours} | {torch} | {'**' + times + '**' if times and ratio(row) < 1 else times} | {done} |")
    return "\n".join([*lines, "", summary(results["rows"])])
