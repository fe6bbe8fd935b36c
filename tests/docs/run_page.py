#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of a page of the documentation:
run_page.py PAGE SIGNETD SIGNET [--own-server] [--says-what-is-not-run]

All ```sh blocks of the page are one bash session in a folder of its own, stopped by the first command that fails. A
fresh installation is served on loopback for it, unless the page makes its own: then it does so on a free port in place
of the default one. With --says-what-is-not-run a block that is not ```sh must follow a paragraph with the words "Not run".
Prints what bash said.
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time


def wait_for(path, server):
    for _ in range(600):
        if path.exists():
            return path.read_text().strip()
        if server.poll() is not None:
            sys.exit(f"signetd ended with exit code {server.returncode}")
        time.sleep(0.05)
    sys.exit("signetd did not start within 30 seconds")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def silent_about_what_is_not_run(page):
    """Blocks that a reader would take for commands that a test runs."""
    text = pathlib.Path(page).read_text()
    others = re.sub(r"^```sh\n.*?^```$", "", text, flags=re.S | re.M)
    blocks = re.findall(r"((?:^[^\n]+\n)*)\n*^```\w*\n(.*?)^```$", others, re.S | re.M)
    return [body for before, body in blocks if "Not run" not in before]


def main(page, signetd, signet, *options):
    if "--says-what-is-not-run" in options and (silent := silent_about_what_is_not_run(page)):
        sys.exit(f"{page} does not say that this is not run:\n{silent[0]}")
    blocks = re.findall(r"^```sh\n(.*?)^```$", pathlib.Path(page).read_text(), re.S | re.M)
    if not blocks:
        sys.exit(f"{page} has no commands")
    with tempfile.TemporaryDirectory(prefix="signet-docs-") as home:
        folder = pathlib.Path(home)
        names = {name: value for name, value in os.environ.items() if not name.startswith(("SIGNET_", "SIKKERKEY_"))}
        programs = [str(pathlib.Path(program).resolve().parent) for program in (signetd, signet)]
        path = os.pathsep.join([*programs, names["PATH"]])
        environment = {**names, "HOME": home, "PATH": path, "NO_PROXY": "localhost"}
        server = bash = None
        try:
            if "--own-server" in options:
                environment["SIGNET_LISTEN_PORT"] = free_port()
                blocks = [block.replace("7443", environment["SIGNET_LISTEN_PORT"]) for block in blocks]
            else:
                where = ["--data-dir", f"{home}/data", "--root-key-file", f"{home}/root.key"]
                subprocess.run([signetd, "init", *where], check=True, env=environment, stdout=subprocess.DEVNULL)
                port_file = folder / "port"
                server = subprocess.Popen([signetd, "serve", *where, "--port", "0", "--port-file", str(port_file)],
                                          env=environment, stderr=(folder / "log").open("w"))
                environment["SIGNET_URL"] = f"http://localhost:{wait_for(port_file, server)}"
            script = "set -euo pipefail\nset -x\n" + "\n".join(blocks)
            bash = subprocess.Popen(["bash", "-c", script], cwd=home, env=environment, stdin=subprocess.DEVNULL,
                                    start_new_session=True)
            return bash.wait(240)
        finally:
            if bash:  # and what it left in the background
                try:
                    os.killpg(bash.pid, signal.SIGTERM)
                except ProcessLookupError:
                    pass
            if server:
                server.send_signal(signal.SIGTERM)
                server.wait(30)


sys.exit(main(*sys.argv[1:]))
