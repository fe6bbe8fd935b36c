# SPDX-License-Identifier: Apache-2.0
"""Installations that hold something: made once for each size and kept, for every server is given a copy."""
import hashlib
import os
import shutil
import subprocess

from .build import ROOT

ALL = ("Ed25519", "ML-DSA-65", "Ed25519+ML-DSA-65")


def clean_environment(**more):
    """Without any setting of signetd."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SIGNET_")} | more


class Filled:
    def __init__(self, build, secrets, value_bytes=100, algorithms=ALL):
        self.build, self.secrets, self.value_bytes, self.algorithms = build, secrets, value_bytes, algorithms
        self.folder = build.work / "filled" / self._name()
        self.signers = self.folder / "signers"

    def _name(self):
        """What decides about its content."""
        digest = hashlib.sha256()
        sources = [*(ROOT / "migrations/sqlite").glob("*.sql"), *(ROOT / "benchmarks/fill").glob("*.cpp")]
        for path in sorted(sources):
            digest.update(path.read_bytes())
        digest.update(repr((self.secrets, self.value_bytes, self.algorithms)).encode())
        return f"{self.secrets}-{self.value_bytes}-{len(self.algorithms)}-{digest.hexdigest()[:12]}"

    def make(self):
        if self.folder.exists():
            return
        for old in self.folder.parent.glob(self.folder.name.rsplit("-", 1)[0] + "-*"):
            shutil.rmtree(old)
        new = self.folder.with_name(self.folder.name + ".new")
        new.mkdir(parents=True)
        where = ["--data-dir", new / "data", "--root-key-file", new / "root.key"]
        self._run(self.build.signetd, "init", *where, "--operator-dir", new / "operator")
        self._run(self.build.fill, *where, "--signers", new / "signers", "--secrets", str(self.secrets),
                  "--value-bytes", str(self.value_bytes), "--algorithms", ",".join(self.algorithms))
        new.rename(self.folder)

    def _run(self, *words):
        done = subprocess.run(words, env=clean_environment(), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0].name}: {done.stderr[-2000:]}")

    def copy(self, to):
        """Settled on the disk, so that a run is not charged for it."""
        subprocess.run(["cp", "-a", "--reflink=auto", self.folder / "data", self.folder / "root.key", to], check=True)
        os.sync()
