# SPDX-License-Identifier: Apache-2.0
"""benchmarks/RESULTS.md: what was measured, where, and what was to be reached."""
import statistics

from .picture import draw
from .standard import ED25519, HYBRID, MIXED

LINES = ["p50", "p90", "p99", "p99_9"]


def at(run, path):
    for name in path.split("."):
        run = run[name]
    return run


def middle(runs, path):
    """The median of the repeats; nothing if it could not be seen."""
    values = [value for run in runs if (value := at(run, path)) is not None]
    return statistics.median(values) if values else None


def spread(runs, path):
    """From the least to the greatest, as a share of the median."""
    values = [at(run, path) for run in runs]
    return (max(values) - min(values)) / statistics.median(values)


def shown(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}"


def table(heads, rows):
    return "\n".join(["| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *rows]])


def run_row(record):
    runs = record["runs"]
    return [record["algorithm"], record["mix"].replace(",", " "), str(record["connections"]),
            shown(middle(runs, "throughput"), 0), shown(middle(runs, "server.cpu_us")),
            shown(middle(runs, "server.user_us")), shown(middle(runs, "server.system_us")),
            shown(middle(runs, "verify_us")), shown(middle(runs, "verify_share"), 2),
            *[shown(middle(runs, f"latency_ms.{name}"), 2) for name in [*LINES, "max"]],
            shown(middle(runs, "server.syncs"), 3), shown(middle(runs, "server.written_bytes"), 0),
            shown(middle(runs, "server.storage_bytes"), 0), shown(middle(runs, "server.rss_mb"), 0)]


HEADS = ["algorithm", "mix", "connections", "requests/s", "CPU us", "user", "system", "verify us", "share", "p50 ms",
         "p90", "p99", "p99.9", "max", "syncs", "written B", "to disk B", "RSS MB"]


class Book:
    """All records, by what was run."""

    def __init__(self, records):
        self.records = records

    def runs(self, setup, algorithm, connections=32, mix="read", of_peak=0):
        for record in self.records:
            if (record["setup"], record["algorithm"], record["connections"], record["mix"],
                    record["of_peak"]) == (setup, algorithm, connections, mix, of_peak):
                return record["runs"]
        return None

    def value(self, path, *where, **more):
        runs = self.runs(*where, **more)
        return middle(runs, path) if runs else None

    def ratio(self, path, over, under):
        above, below = self.value(path, *over), self.value(path, *under)
        return above / below if above and below else None


def targets(book, facts):
    """What, the figure, what it has to be, whether more or less is better."""
    rows = []
    for algorithm, at_32, at_128 in ((ED25519, 0.52, 0.60), (HYBRID, 0.82, 0.87)):
        for connections, least in ((32, at_32), (128, at_128)):
            rows.append((f"verify share, {algorithm}, {connections} connections",
                         book.value("verify_share", "base", algorithm, connections), least, True))
    for algorithm, least in ((ED25519, 1.3), (HYBRID, 1.7)):
        rows.append((f"two I/O threads over one, {algorithm}, 128 connections",
                     book.ratio("throughput", ("two threads", algorithm, 128), ("base", algorithm, 128)), least, True))
    rows.append(("1 M secrets over 1 k, throughput",
                 book.ratio("throughput", ("1 M secrets", ED25519), ("base", ED25519)), 0.85, True))
    for algorithm in (ED25519, HYBRID):
        half = book.runs("open loop", algorithm, 64, of_peak=0.5)
        rows.append((f"p99 over p50 at half of the peak, {algorithm}",
                     middle(half, "latency_ms.p99") / middle(half, "latency_ms.p50") if half else None, 5, False))
    for algorithm, least in ((ED25519, 0.80), (HYBRID, 0.95)):
        rows.append((f"3.3 ms slower disk over this one, {algorithm}, 128 connections",
                     book.ratio("throughput", ("slow disk", algorithm, 128), ("base", algorithm, 128)), least, True))
    rows.append(("idle, MB", facts["rss_idle_mb"], 20, False))
    rows.append(("start with 1 M secrets, ms", facts.get("start_ms", {}).get("1 M secrets"), 200, False))
    return rows


def target_row(what, value, wanted, more):
    if value is None:
        return [what, "-", "", "not measured"]
    reached = value >= wanted if more else value <= wanted
    return [what, shown(value, 2), f"at {'least' if more else 'most'} {wanted:g}", "yes" if reached else "**no**"]


def noise(book):
    rows = []
    for record in book.records:
        if len(record["runs"]) > 1:
            rows.append([record["setup"], record["algorithm"], str(record["connections"]), str(len(record["runs"])),
                         f"{100 * spread(record['runs'], 'throughput'):.1f} %",
                         f"{100 * spread(record['runs'], 'server.cpu_us'):.1f} %"])
    return table(["setup", "algorithm", "connections", "runs", "requests/s", "CPU us"], rows)


def pictures(book):
    """File name to text."""
    made = {}
    for algorithm, name in ((ED25519, "latency-ed25519.svg"), (HYBRID, "latency-hybrid.svg")):
        points = [(middle(record["runs"], "throughput"),
                   {line: middle(record["runs"], f"latency_ms.{line}") for line in LINES})
                  for record in book.records if record["setup"] == "open loop" and record["algorithm"] == algorithm]
        if points:
            made[name] = draw(f"Reads signed by {algorithm}: latency against load", points, LINES)
    return made


def page(measured):
    """The whole of RESULTS.md."""
    facts, book = measured["machine"], Book(measured["records"])
    parts = ["# Results",
             "Written by `benchmarks/run`; [README.md](README.md) says what each figure is. Ratios within one run mean "
             "something; times are this machine's.",
             f"Commit {facts['commit']}, {facts['date']}. {facts['cores']} cores of {facts['cpu']}, "
             f"{facts['memory_gb']:g} GB, {facts['system']}, kernel {facts['kernel']}; writing 4 KB and waiting for "
             f"the disk takes {facts['sync_us']} us; load before the first run {facts['load_before']}. The set took "
             f"{measured['seconds']:.0f} s. Server, generator and everything else share these cores.",
             "## What is to be reached",
             table(["what", "figure", "wanted", "reached"], [target_row(*row) for row in targets(book, measured)]),
             "## Noise", "Greatest less least, of the median, where a run was repeated.", noise(book)]
    for setup in dict.fromkeys(record["setup"] for record in book.records):
        parts += [f"## {setup[0].upper() + setup[1:]}"]
        if setup in measured["start_ms"]:
            parts += [f"The server started in {measured['start_ms'][setup]:.0f} ms."]
        parts += [table(HEADS, [run_row(record) for record in book.records if record["setup"] == setup])]
    for name in pictures(book):
        parts.append(f"![{name}](pictures/{name})")
    return "\n\n".join(parts).replace(MIXED.replace(",", " "), "mixed") + \
        f"\n\nmixed: {MIXED.replace(',', ', ')}.\n"
