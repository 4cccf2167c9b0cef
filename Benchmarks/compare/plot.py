"""Curves of two sides on logarithmic axes, as SVG that reads on light and on dark."""

from math import ceil, floor, log10

WIDTH, HEIGHT = 420, 336
LEFT, RIGHT, TOP, BOTTOM = 64, 78, 56, 52
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 14px; font-weight: 600 }
.note { font-size: 11px; opacity: .7 }
.grid { stroke: #1f2328; stroke-opacity: .12 }
.work { stroke: #1f2328; stroke-opacity: .45; stroke-dasharray: 2 4; fill: none }
.ours { stroke: #d1480a; fill: none; stroke-width: 2 } .ours-mark { fill: #d1480a }
.torch { stroke: #0969da; fill: none; stroke-width: 2 } .torch-mark { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid, .work { stroke: #e6edf3 }
  .ours { stroke: #ff8a4c } .ours-mark { fill: #ff8a4c }
  .torch { stroke: #58a6ff } .torch-mark { fill: #58a6ff }
}
"""
NAMES = {"ours": "Kindling", "torch": "PyTorch"}


class Axis:
    def __init__(self, values, start, end):
        low, high = log10(min(values)), log10(max(values))
        # Little more than what is shown, and no less than a decade.
        room = max(0.05 * (high - low), (1 - (high - low)) / 2, 0.05)
        self.low, self.high = low - room, high + room
        self.start, self.end = start, end

    def __call__(self, value):
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self):
        powers = [10.0**power for power in range(ceil(self.low), floor(self.high) + 1)]
        if len(powers) > 1:
            return powers
        steps = [factor * 10.0**power for power in range(floor(self.low), ceil(self.high)) for factor in (1, 2, 5)]
        return [step for step in steps if self.low <= log10(step) <= self.high]


def panel(title, x_title, label, curves, work, offset):
    """One chart: curves of (x, y) by side, and a dotted line that grows as the work does."""
    points = [point for curve in curves.values() for point in curve]
    x = Axis([point[0] for point in points], offset + LEFT, offset + WIDTH - RIGHT)
    y = Axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [f'<text class="title" x="{offset + LEFT}" y="22">{title}</text>']
    for tick in x.ticks():
        at = x(tick)
        parts.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{count(tick)}</text>')
    for tick in y.ticks():
        at = y(tick)
        parts.append(f'<line class="grid" x1="{offset + LEFT}" x2="{offset + WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{offset + LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{label(tick)}</text>')
    middle = offset + (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{x_title}</text>')
    if work:
        parts.append(f'<text class="note" x="{offset + LEFT}" y="40">dotted: as the work grows</text>')
        parts += growth_line(work, curves["ours"], x, y)
    ends = spread({side: y(curve[-1][1]) for side, curve in curves.items()})
    for side, curve in curves.items():
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in curve)
        parts.append(f'<polyline class="{side}" points="{path}"/>')
        parts += [f'<circle class="{side}-mark" cx="{x(a):.1f}" cy="{y(b):.1f}" r="3"/>' for a, b in curve]
        parts.append(f'<text x="{x(curve[-1][0]) + 8:.1f}" y="{ends[side] + 4:.1f}">{NAMES[side]}</text>')
    return parts


def growth_line(work, curve, x, y):
    """Through the last point of a curve, as far as it lies in the chart."""
    scale = curve[-1][1] / work(curve[-1][0])
    bottom = 10**y.low
    shown = [(a, scale * work(a)) for a, _ in curve if scale * work(a) >= bottom]
    if len(shown) < 2:
        return []
    path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in shown)
    return [f'<polyline class="work" points="{path}"/>']


def spread(ends):
    """Places of labels, moved apart where they would touch."""
    (upper, a), (lower, b) = sorted(ends.items(), key=lambda end: end[1])
    gap = max(0, 14 - (b - a)) / 2
    return {upper: a - gap, lower: b + gap}


def count(value):
    """A number of things, shortly."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:g} {unit}"
    return f"{value:g}"


def seconds(value):
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if value >= size * 0.999:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def memory(value):
    return f"{value:.0f} MiB" if value >= 100 else f"{value:.3g} MiB"


def svg(panels, description):
    """Panels side by side."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}" role="img">',
        f"<title>{description}</title>",
        f"<style>{STYLE}</style>",
    ]
    for index, arguments in enumerate(panels):
        lines += panel(*arguments, offset=index * WIDTH)
    return "\n".join([*lines, "</svg>", ""])
