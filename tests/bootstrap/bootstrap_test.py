#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bootstrap script against a real server: it enrols the machine, leaves a clean identity, and half of it does nothing."""
import json
import os
import pathlib
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent.parent / "support")]
try:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from live_signetd import Identity, LiveSignetd
except ModuleNotFoundError as missing:
    print(f"skipped: the Python package {missing.name} is not here (scripts/install-deps installs it)")
    sys.exit(77)
for program in ("curl", "openssl", "sh"):
    if shutil.which(program) is None:
        print(f"skipped: {program} is not here")
        sys.exit(77)

FILES = {"identity.json", "private.pem"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class Bootstrap(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.url = f"http://localhost:{port}"
        cls.server = LiveSignetd("--port", str(port), "--public-url", cls.url)
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="signet home ")
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)

    def fetch(self, target):
        return self.server.send("GET", target)

    def run_script(self, text, **environment):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.home), **environment}
        return subprocess.run(["sh"], input=text, env=variables, capture_output=True, text=True, cwd=self.home, timeout=60)

    def token(self, **request):
        return self.server.admin("POST", "/enrolment-tokens", request)["token"]

    def bootstrap(self, target, **environment):
        answer = self.fetch(target)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/plain; charset=utf-8"))
        return self.run_script(answer.body.decode(), **environment)

    def folder(self):
        return self.home / ".sikkerkey" / "vaults" / self.server.vault

    def identity(self):
        return json.loads((self.folder() / "identity.json").read_text())

    def as_machine(self, method, target):
        machine = Identity("X-Machine-Id", self.identity()["machineId"])
        machine.key = load_pem_private_key((self.folder() / "private.pem").read_bytes(), None)
        return self.server.signed(machine, method, target)

    def test_enrols_a_pending_machine(self):
        done = self.bootstrap("/v1/bootstrap/" + self.token())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        identity = self.identity()
        self.assertEqual(list(identity), ["machineId", "machineName", "vaultId", "apiUrl", "privateKeyPath"])
        self.assertEqual((identity["vaultId"], identity["apiUrl"]), (self.server.vault, self.url))
        self.assertEqual(identity["privateKeyPath"], str(self.folder() / "private.pem"))
        machine = self.server.admin("GET", "/machines/" + identity["machineId"])
        self.assertEqual((machine["state"], machine["name"]), ("pending", identity["machineName"]))
        self.assertIn("Fingerprint: " + machine["fingerprint"] + "\n", done.stdout)
        self.assertEqual(self.as_machine("GET", "/v1/secrets").status, 403)
        self.server.admin("POST", f"/machines/{identity['machineId']}/approve", {})
        self.assertEqual(self.as_machine("GET", "/v1/secrets").status, 200)

    def test_leaves_private_files_and_nothing_else(self):
        self.assertEqual(self.bootstrap("/v1/bootstrap/" + self.token()).returncode, 0)
        base = self.home / ".sikkerkey"
        self.assertEqual(everything_in(self.home), [f".sikkerkey/vaults/{self.server.vault}/{name}" for name in sorted(FILES)])
        for folder in (base, base / "vaults", self.folder()):
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700, folder)
        for name in FILES:
            self.assertEqual(stat.S_IMODE((self.folder() / name).stat().st_mode), 0o600, name)
        pem = (self.folder() / "private.pem").read_text()
        self.assertTrue(pem.startswith("-----BEGIN PRIVATE KEY-----\n"))
        der = subprocess.run(["openssl", "pkey", "-outform", "DER"], input=pem.encode(), capture_output=True, check=True)
        self.assertEqual(len(der.stdout), 48, "PKCS#8 of version 1, as clients want it")

    def test_again_replaces_the_identity(self):
        self.bootstrap("/v1/bootstrap/" + self.token())
        first = self.identity()["machineId"]
        (self.folder() / "signet.json").write_text('{"algorithm":"ML-DSA-65"}')
        self.assertEqual(self.bootstrap("/v1/bootstrap/" + self.token()).returncode, 0)
        self.assertNotEqual(self.identity()["machineId"], first)
        self.assertEqual({path.name for path in self.folder().iterdir()}, FILES)

    def test_goes_where_sikkerkey_home_says(self):
        other = self.home / "else where"
        done = self.bootstrap("/v1/bootstrap/" + self.token(), SIKKERKEY_HOME=str(other))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({path.name for path in (other / "vaults" / self.server.vault).iterdir()}, FILES)
        self.assertFalse((self.home / ".sikkerkey").exists())

    def test_refuses_a_strange_home(self):
        token = self.token()
        for home in ("relative", 'a"b', "/tmp/a\\b", "/tmp/a\nb"):
            done = self.bootstrap("/v1/bootstrap/" + token, SIKKERKEY_HOME=home)
            self.assertEqual(done.returncode, 1, home)
        self.assertEqual(list(self.home.iterdir()), [])

    def test_of_an_enrolment_token_gives_a_machine_that_reads(self):
        project = self.server.admin("POST", "/projects", {"name": "shop"})["projectId"]
        secret = self.server.admin("POST", f"/projects/{project}/secrets", {"name": "s", "value": "v"})["secretId"]
        token = self.token(kind="enrolment", name="fleet", uses=5, tokenLifetimeSeconds=600, machineLifetimeSeconds=600,
                           projectIds=[project], secretIds=[secret], nameTemplate='quo"te \\ d\u00e9j\u00e0 {n}')
        done = self.bootstrap(f"/v1/{self.server.vault}/enroll/{token}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.identity()["machineName"], 'quo"te \\ d\u00e9j\u00e0 1')
        self.assertEqual(self.as_machine("GET", "/v1/secret/" + secret).json(), {"value": "v"})

    def test_of_a_temporary_machine(self):
        token = self.token(kind="temporary", machineLifetimeSeconds=3600)
        self.assertEqual(self.bootstrap(f"/v1/{self.server.vault}/temp-bootstrap/{token}").returncode, 0)
        machine = self.server.admin("GET", "/machines/" + self.identity()["machineId"])
        self.assertEqual((machine["kind"], machine["state"]), ("temporary", "pending"))
        self.assertIsNotNone(machine["expiresAt"])

    def test_with_a_bad_token_leaves_nothing(self):
        done = self.bootstrap("/v1/bootstrap/" + "0" * 64)
        self.assertEqual(done.returncode, 1)
        self.assertIn("signet: the server did not enrol this machine", done.stderr)
        self.assertEqual(everything_in(self.home), [])
        self.assertEqual(list((self.home / ".sikkerkey").rglob(".bootstrap*")), [])

    def test_that_is_not_there_fails_with_one_line(self):
        for target in ("/v1/bootstrap/short", "/v1/vault_x/enroll/" + "0" * 64, "/v1/bootstrap/a/b/c"):
            answer = self.fetch(target)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (404, "text/plain; charset=utf-8"))
            done = self.run_script(answer.body.decode())
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1))

    def test_half_of_it_does_nothing(self):
        token = self.token()
        lines = self.fetch("/v1/bootstrap/" + token).body.decode().splitlines(keepends=True)
        whole = len(lines)
        for count in range(whole):
            self.run_script("".join(lines[:count]))
            self.assertEqual(list(self.home.iterdir()), [], f"after {count} of {whole} lines")
        last = lines[-1].rstrip("\n")
        for cut in range(len(last)):
            self.run_script("".join(lines[:-1]) + last[:cut])
            self.assertEqual(list(self.home.iterdir()), [], f"after {last[:cut]!r}")
        self.assertEqual(self.run_script("".join(lines)).returncode, 0, "and the token is unspent")

    def test_token_is_in_no_log(self):
        token = self.token()
        self.bootstrap("/v1/bootstrap/" + token)
        self.fetch(f"/v1/bootstrap/{token}/ps")
        self.assertNotIn(token, self.server.log())
        log = json.dumps(self.server.admin("GET", "/audit?limit=200"))
        self.assertNotIn(token, log)

    def test_shellcheck_finds_nothing(self):
        if shutil.which("shellcheck") is None:
            self.skipTest("shellcheck is not here")
        script = self.fetch("/v1/bootstrap/" + "0" * 64).body
        found = subprocess.run(["shellcheck", "-s", "sh", "-"], input=script, capture_output=True)
        self.assertEqual(found.stdout.decode(), "")


if __name__ == "__main__":
    unittest.main()
