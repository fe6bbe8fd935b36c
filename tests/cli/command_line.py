# SPDX-License-Identifier: Apache-2.0
"""What every test of the command line needs: a home, a server that says what it is told, and the program."""
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

SIGNET = os.environ["SIGNET"]
MACHINE = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e"
OPERATOR = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21"


class Server:
    """Answers (method, target) from `answers`: a list of (status, JSON, headers) each, of which the last one stays."""

    def __init__(self):
        self.answers, self.requests = {}, []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.command, self.path, json.loads(body) if body else None, dict(self.headers)))
                known = outer.answers.get((self.command, self.path), [(404, {"error": "No such thing"}, {})])
                status, answer, headers = known.pop(0) if len(known) > 1 else known[0]
                text = json.dumps(answer).encode()
                self.send_response_only(status)  # without a Date of its own
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def say(self, method, target, answer=None, status=200, headers=None):
        self.answers.setdefault((method, target), []).append((status, {} if answer is None else answer, headers or {}))

    def close(self):
        self.http.shutdown()
        self.http.server_close()


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name)
        self.home = self.folder / "home"
        self.server = Server()
        self.environment = {"PATH": os.environ["PATH"], "SIGNET_HOME": str(self.home), "HOME": str(self.folder / "user")}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def tearDown(self):
        self.server.close()
        self._folder.cleanup()

    def signet(self, *arguments, stdin=b"", **environment):
        stdin = stdin.encode() if isinstance(stdin, str) else stdin
        return subprocess.run([SIGNET, *map(str, arguments)], input=stdin, capture_output=True, cwd=self.folder,
                              env={**self.environment, **environment}, timeout=60)

    def good(self, *arguments, **more):
        """Its standard output as text."""
        done = self.signet(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    def json(self, *arguments, **more):
        return json.loads(self.good(*arguments, "--json", **more))

    def bad(self, code, *arguments, **more):
        """Its standard error as text."""
        done = self.signet(*arguments, **more)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        return done.stderr.decode()

    def key(self, name="key.pem", algorithm="Ed25519"):
        self.good("key", "generate", "--algorithm", algorithm, "--out", name)
        return self.folder / name

    def put_machine(self, vault="vault_a", base=None, url=None):
        place = pathlib.Path(base or self.home) / "vaults" / vault
        place.mkdir(parents=True)
        self.good("key", "generate", "--algorithm", "Ed25519", "--out", place / "private.pem")
        (place / "identity.json").write_text(json.dumps({
            "machineId": MACHINE, "machineName": "web-1", "vaultId": vault, "apiUrl": url or self.server.url,
            "privateKeyPath": str(place / "private.pem")}))
        return place

    def put_operator(self, name="default", vault="vault_a"):
        place = self.home / "operators" / name
        place.mkdir(parents=True)
        self.good("key", "generate", "--algorithm", "Ed25519", "--out", place / "private.pem")
        (place / "operator.json").write_text(json.dumps({
            "operatorId": OPERATOR, "operatorName": "Ada", "installationId": "inst_1", "vaultId": vault,
            "apiUrl": self.server.url, "privateKeyPath": "private.pem"}))
        return place


def main():
    unittest.main()
