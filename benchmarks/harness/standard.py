# SPDX-License-Identifier: Apache-2.0
"""The standard set: which servers, and which runs on each. One thing is varied at a time, from the base: Ed25519 reads
of 100 bytes among 1,000 secrets over 32 connections, one I/O thread, no TLS."""
from dataclasses import dataclass, field

from .filled import ALL

ED25519, ML_DSA, HYBRID = ALL
MIXED = "read=85,list=5,write=5,failing=5"
SECONDS = 3.0
LEAST = 200  # requests of a run
REPEATS = 3
# Of the peak: where an open loop looks.
SWEEP = (0.1, 0.25, 0.5, 0.65, 0.8, 0.9)
# Until a first run says better.
GUESSES = {ED25519: 15_000, ML_DSA: 6_000, HYBRID: 5_000}
MOST_WRITES = 6_000


@dataclass
class Run:
    algorithm: str = ED25519
    mix: str = "read"
    connections: int = 32
    repeats: int = 1
    of_peak: float = 0  # an open loop at this share of the peak that the base had


@dataclass
class Setup:
    name: str
    runs: list
    secrets: int = 1_000
    value_bytes: int = 100
    threads: int = 1
    tls: bool = False
    sync_delay_us: int = 0
    algorithms: tuple = field(default=ALL)


def setups():
    return [
        Setup("base", [Run(algorithm, connections=connections, repeats=REPEATS if connections >= 32 else 1)
                       for algorithm in ALL for connections in (1, 8, 32, 128)]
              + [Run(algorithm, mix) for algorithm in ALL for mix in ("write", MIXED)]
              + [Run(mix="list"), Run(mix="failing")]),
        Setup("two threads", [Run(algorithm, connections=connections, repeats=REPEATS if connections == 128 else 1)
                              for algorithm in ALL for connections in (32, 128)], threads=2),
        Setup("4 KB values", [*[Run(algorithm) for algorithm in ALL], Run(mix="write")], value_bytes=4_096),
        Setup("100 k secrets", [Run(), Run(HYBRID), Run(mix=MIXED)], secrets=100_000),
        Setup("1 M secrets", [Run(repeats=REPEATS), Run(mix=MIXED), Run(connections=128)], secrets=1_000_000,
              algorithms=(ED25519,)),
        Setup("TLS", [Run(algorithm) for algorithm in ALL], tls=True),
        Setup("slow disk", [Run(algorithm, connections=128) for algorithm in (ED25519, HYBRID)], sync_delay_us=3_300),
        Setup("open loop", [Run(algorithm, connections=64, of_peak=share)
                            for algorithm in (ED25519, HYBRID) for share in SWEEP]),
    ]


def guess(run, known):
    """Requests a second, about. `known` has what earlier runs reached."""
    near = known.get((run.algorithm, run.mix)) or GUESSES[run.algorithm]
    if (run.algorithm, run.mix) not in known and run.mix != "read":
        near = min(near, MOST_WRITES)
    return near if run.connections >= 8 else near / 4


def measure(server, run, known, peaks, seconds=SECONDS):
    """All repeats of one, each as the generator told it."""
    runs = []
    for _ in range(run.repeats):
        if run.of_peak:
            rate = peaks[run.algorithm] * run.of_peak
            runs.append(server.load(run.algorithm, run.mix, run.connections, max(LEAST, rate * seconds),
                                    rate=round(rate, 1)))
            continue
        rate = guess(run, known)
        runs.append(server.load(run.algorithm, run.mix, run.connections, max(LEAST, rate * seconds),
                                expected_rate=round(rate, 1), most_seconds=seconds))
        if run.connections >= 8:
            known[run.algorithm, run.mix] = runs[-1]["throughput"]
    return runs
