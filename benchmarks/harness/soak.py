# SPDX-License-Identifier: Apache-2.0
"""A fixed rate for a long time: whether memory and the table of nonces stop growing, and whether anything stalls. While
one generator sends, the next one signs, and takes over at an appointed moment."""
import contextlib
import json
import pathlib
import sqlite3
import subprocess
import tempfile
import time

from .filled import Filled
from .server import Server
from .webhook import Webhook

LEG_SECONDS = 20
LOOK_SECONDS = 60


def nonces(server):
    connection = sqlite3.connect(f"file:{server.folder / 'data/signet.db'}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT coalesce(sum(length(entries) - length(replace(entries, char(10), ''))), 0) "
                                  "FROM spent_nonces").fetchone()[0]
    finally:
        connection.close()


def measure(build, minutes, rate, webhooks=False, algorithm="Ed25519", threads=1, say=print):
    """With `webhooks` one request in a hundred is a write, and each write is told to a webhook."""
    filled = Filled(build, 1_000)
    filled.make()
    with contextlib.ExitStack() as stack:
        hook = None
        if webhooks:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            hook = Webhook(pathlib.Path(folder))
            stack.callback(hook.close)
        server = stack.enter_context(Server(filled, threads=threads, environment=hook and hook.environment))
        time.sleep(1.5)
        idle = server.memory_mb()
        if hook:
            hook.register(server)
        legs, looks = _drive(server, minutes, rate, algorithm, "read=99,write=1" if hook else "read", say)
        result = {"algorithm": algorithm, "rate": rate, "rss_idle_mb": round(idle, 1), "looks": looks,
                  "unexpected": sum(each["unexpected"] for each in legs),
                  "over_50_ms": sum(each["latency_ms"]["over_50_ms"] for each in legs),
                  "max_ms": max(each["latency_ms"]["max"] for each in legs)}
        if hook:
            result["webhook_deliveries"] = hook.arrived()
        return result


def _drive(server, minutes, rate, algorithm, mix, say):
    def leg(start_at):
        words = server.command(algorithm, mix, 32, rate * LEG_SECONDS, rate=rate, start_at=start_at, warm_up=0,
                               threads=1)
        return subprocess.Popen(["nice", "-n", "5", *words], stdout=subprocess.PIPE, text=True)

    legs, looks = [], []
    begin = time.time() + LEG_SECONDS / 2
    total = max(1, round(minutes * 60 / LEG_SECONDS))
    running, following, next_look = leg(begin), None, begin + LOOK_SECONDS
    try:
        for number in range(total):
            time.sleep(max(0.0, begin + number * LEG_SECONDS - time.time()))
            following = leg(begin + (number + 1) * LEG_SECONDS) if number + 1 < total else None
            out, _ = running.communicate()
            if running.returncode != 0:
                raise RuntimeError("the generator ended: " + server.log()[-2000:])
            legs.append(json.loads(out))
            if time.time() >= next_look or following is None:
                next_look += LOOK_SECONDS
                recent = legs[-(LOOK_SECONDS // LEG_SECONDS):]
                looks.append({"minute": round((time.time() - begin) / 60, 1),
                              "requests": sum(each["requests"] for each in legs),
                              "rss_mb": round(server.memory_mb(), 1), "nonces": nonces(server),
                              "max_ms": max(each["latency_ms"]["max"] for each in recent)})
                say(json.dumps(looks[-1]))
            running = following
    finally:
        for each in (running, following):
            if each and each.poll() is None:
                each.kill()
    return legs, looks
