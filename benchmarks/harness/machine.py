# SPDX-License-Identifier: Apache-2.0
"""What was measured on: without it no figure means anything."""
import os
import pathlib
import platform
import tempfile
import time


def _cpu():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _system():
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    return fields.get("PRETTY_NAME", "Linux").strip('"')


def sync_us(folder, times=200):
    """The median time of writing 4 KB and waiting until the disk has it."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        os.posix_fallocate(file.fileno(), 0, 1 << 20)
        os.fsync(file.fileno())
        for i in range(times):
            os.pwrite(file.fileno(), b"x" * 4096, (i % 256) * 4096)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return sorted(taken)[times // 2] * 1e6


def describe(build):
    return {"cpu": _cpu(), "cores": len(os.sched_getaffinity(0)), "memory_gb": round(_memory_gb(), 1),
            "system": _system(), "kernel": platform.release(), "sync_us": round(sync_us(build.work)),
            "load_before": round(os.getloadavg()[0], 2), "commit": build.commit(),
            "date": time.strftime("%Y-%m-%d", time.gmtime())}


def _memory_gb():
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
