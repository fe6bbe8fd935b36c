# SPDX-License-Identifier: Apache-2.0
"""`benchmarks/run --quick`, small and short: it ends, and its figures are figures."""
import json
import pathlib
import subprocess
import sys

RUN = pathlib.Path(__file__).resolve().parents[1] / "run"
RANGES = {"verify_share_ed25519": (0.001, 1.5), "verify_share_hybrid": (0.001, 1.5),
          "reads_per_cpu_second_ed25519": (1, 1e6), "p99_ms_at_half_load": (0.001, 60_000),
          "rss_idle_mb": (1, 4_000), "scale_1m_over_1k": (0.001, 1_000)}

done = subprocess.run([sys.executable, RUN, "--quick", "--no-build", "--build", sys.argv[1], "--large", "2000",
                       "--seconds", "0.05"], stdout=subprocess.PIPE, text=True, check=True)
figures = json.loads(done.stdout)
assert done.stdout.count("\n") == 1, "one object on one line"
for name, (least, most) in RANGES.items():
    assert least <= figures[name] <= most, f"{name}: {figures[name]}"
print(done.stdout)
