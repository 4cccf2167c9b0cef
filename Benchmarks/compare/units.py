"""Times and memory in units that read well."""


def seconds(value):
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if value >= size * 0.999:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e6:.3g} µs"


def memory(value):
    return f"{value:.0f} MiB" if value >= 100 else f"{value:.3g} MiB"
