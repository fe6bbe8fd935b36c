# SPDX-License-Identifier: Apache-2.0
"""The programs that are measured and those that measure."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGETS = ["signetd", "benchmark_load", "benchmark_fill", "benchmark_count_syncs"]


class Build:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.signetd = self.folder / "server/app/signetd"
        self.load = self.folder / "benchmarks/load/load"
        self.fill = self.folder / "benchmarks/fill/fill"
        self.count_syncs = self.folder / "benchmarks/load/count_syncs.so"
        # Beside the programs and not in /tmp, which may be memory: a disk that never waits is none.
        self.work = self.folder / "benchmarks/work"

    def make(self):
        """What is there and up to date is left as it is."""
        if not (self.folder / "CMakeCache.txt").exists() or not self._knows_benchmarks():
            self._run("cmake", "--preset", "release", "-B", str(self.folder), "-DSIGNET_BUILD_BENCHMARKS=ON")
        self._run("cmake", "--build", str(self.folder), "--target", *TARGETS)

    def _knows_benchmarks(self):
        return "SIGNET_BUILD_BENCHMARKS:BOOL=ON" in (self.folder / "CMakeCache.txt").read_text()

    def _run(self, *words):
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)}:\n{done.stdout[-4000:]}")

    def commit(self):
        """Of the sources; with a + if they were changed since."""
        def git(*words):
            done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
            return done.stdout.strip() if done.returncode == 0 else ""
        changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!benchmarks/RESULTS.md",
                      ":!benchmarks/pictures")
        return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+" if changed else "")
