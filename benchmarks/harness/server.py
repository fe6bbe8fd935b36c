# SPDX-License-Identifier: Apache-2.0
"""A signetd on a fresh copy of a filled installation, and runs of the generator against it."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import time

from .filled import clean_environment

CERTIFICATE = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
               "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]

# The generator is few machines at one address, and each asks more than a machine ever should.
NO_BUDGETS = [word for key in ("requests_per_identity", "failed_checks_per_address", "failed_checks")
              for word in ("--set", f"limits.{key}=0")]


class Server:
    """With `sync_delay_us` every wait for the disk takes that much longer. Use it in a `with`."""

    def __init__(self, filled, threads=1, tls=False, sync_delay_us=0, environment=None):
        self.filled, self.build = filled, filled.build
        self.build.work.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=self.build.work))
        self.process = None
        try:
            filled.copy(self.folder)
            self._start(threads, tls, sync_delay_us, environment or {})
        except BaseException:
            self.close()
            raise

    def _start(self, threads, tls, sync_delay_us, more):
        port_file = self.folder / "port"
        words = [self.build.signetd, "serve", "--data-dir", self.folder / "data", "--root-key-file",
                 self.folder / "root.key", "--listen", "127.0.0.1", "--port", "0", "--port-file", port_file,
                 "--threads", str(threads), "--log-level", "warning", *NO_BUDGETS]
        self.certificate = None
        if tls:
            self.certificate = self.folder / "tls.pem"
            subprocess.run([*CERTIFICATE, "-out", self.certificate, "-keyout", self.folder / "tls.key"], check=True,
                           capture_output=True)
            words += ["--tls-mode", "on", "--tls-certificate", self.certificate, "--tls-private-key",
                      self.folder / "tls.key"]
        self.syncs = self.folder / "syncs"
        environment = clean_environment(
            **more,
            LD_PRELOAD=str(self.build.count_syncs), COUNT_SYNCS_FILE=str(self.syncs),
            COUNT_SYNCS_DELAY_US=str(sync_delay_us),
            ASAN_OPTIONS="verify_asan_link_order=0")  # should it be built with sanitizers: ours is loaded first
        begin = time.monotonic()
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
        while not port_file.exists() or not port_file.read_text().strip():
            if self.process.poll() is not None or time.monotonic() > begin + 120:
                raise RuntimeError("signetd did not start: " + self.log())
            time.sleep(0.001)
        self.start_ms = (time.monotonic() - begin) * 1000
        self.port = int(port_file.read_text())

    def log(self):
        return (self.folder / "log").read_text()

    def memory_mb(self, field="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("there is no such process")

    def command(self, algorithm, mix, connections, requests, **options):
        """The generator's words. Options are its flags, with _ for -; None leaves one out."""
        words = [self.build.load, "--port", str(self.port), "--process", str(self.process.pid), "--signers",
                 self.filled.signers, "--syncs", self.syncs, "--value-bytes", str(self.filled.value_bytes),
                 "--algorithm", algorithm, "--mix", mix, "--connections", str(connections), "--requests",
                 str(int(requests))]
        if self.certificate:
            words += ["--tls", self.certificate]
        for name, value in options.items():
            if value is not None:
                words += ["--" + name.replace("_", "-"), str(value)]
        return words

    def load(self, *arguments, **options):
        done = subprocess.run(self.command(*arguments, **options), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{done.stderr.strip()}\n{self.log()[-2000:]}")
        run = json.loads(done.stdout)
        if run["unexpected"]:
            raise RuntimeError(f"{run['unexpected']} answers were not what was asked for: {run['statuses']}\n"
                               f"{self.log()[-2000:]}")
        return run

    def stop(self):
        self.process.terminate()
        return self.process.wait(60)

    def close(self):
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
