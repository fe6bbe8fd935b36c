# SPDX-License-Identifier: Apache-2.0
"""The few figures that say whether it is still fast, in less than a minute."""
import statistics
import time

from . import machine
from .filled import Filled
from .server import Server
from .standard import ED25519, GUESSES, HYBRID, LEAST

MILLION = 1_000_000
SECONDS = 2.0


def measure(build, seconds=SECONDS, large=MILLION):
    begin = time.monotonic()
    small_data, large_data = Filled(build, 1_000), Filled(build, large, algorithms=(ED25519,))
    for filled in (small_data, large_data):
        filled.make()
    prepared = time.monotonic()

    paces = {}

    def closed(server, algorithm, connections=32):
        """For as long as wanted, by the pace of a first run that is only looked at for that."""
        if (server, algorithm) not in paces:
            guess = GUESSES[algorithm]
            few = server.load(algorithm, "read", 32, max(LEAST, guess * seconds / 10), expected_rate=guess)
            paces[server, algorithm] = few["throughput"]
        pace = paces[server, algorithm]
        return server.load(algorithm, "read", connections, max(LEAST, 1.2 * pace * seconds),
                           expected_rate=round(pace, 1), most_seconds=seconds)

    with Server(small_data) as small, Server(large_data) as million:
        time.sleep(1.5)  # until what a start leaves behind is done
        idle_mb = small.memory_mb()
        few, many = [], []
        for _ in range(2):  # by turns, so that a machine that slows down does so for both
            few.append(closed(small, ED25519))
            many.append(closed(million, ED25519))
        hybrid = closed(small, HYBRID)
        wide = closed(small, ED25519, connections=128)
        peak = statistics.median(run["throughput"] for run in few)
        half = small.load(ED25519, "read", 64, max(LEAST, peak / 2 * seconds), rate=peak / 2)
        million_start_ms = million.start_ms

    def middle(runs, *path):
        def at(run):
            for name in path:
                run = run[name]
            return run
        return statistics.mean(at(run) for run in runs)

    cpu_us = middle(few, "server", "cpu_us")
    return {
        "verify_share_ed25519": round(middle(few, "verify_share"), 3),
        "verify_share_hybrid": round(hybrid["verify_share"], 3),
        "reads_per_cpu_second_ed25519": round(1e6 / cpu_us),
        "p99_ms_at_half_load": round(half["latency_ms"]["p99"], 3),
        "rss_idle_mb": round(idle_mb, 1),
        "scale_1m_over_1k": round(middle(many, "throughput") / middle(few, "throughput"), 3),
        "verify_share_ed25519_128_connections": round(wide["verify_share"], 3),
        "p50_ms_at_half_load": round(half["latency_ms"]["p50"], 3),
        "reads_per_second_ed25519": round(middle(few, "throughput")),
        "reads_per_second_hybrid": round(hybrid["throughput"]),
        "verify_us_ed25519": round(middle(few, "verify_us"), 1),
        "verify_us_hybrid": round(hybrid["verify_us"], 1),
        "server_cpu_us_ed25519": round(cpu_us, 1),
        "server_cpu_us_hybrid": round(hybrid["server"]["cpu_us"], 1),
        "start_ms_1m": round(million_start_ms, 1),
        "secrets_of_1m": large,
        "preparing_seconds": round(prepared - begin, 1),
        "measuring_seconds": round(time.monotonic() - prepared, 1),
        "machine": machine.describe(build),
    }
