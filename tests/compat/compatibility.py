# SPDX-License-Identifier: Apache-2.0
"""What every compatibility test has: a server, a vault with something in it, and machines that may read it."""
import pathlib
import socket
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent.parent / "support")]
try:
    from live_signetd import Identity, LiveSignetd, to_base64
except ModuleNotFoundError as missing:
    print(f"skipped: the Python package {missing.name} is not here (scripts/install-deps installs it)")
    sys.exit(77)
import public_client

def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


PORT = free_port()
URL = f"http://localhost:{PORT}"
VALUE = "pa\u00dfwort \u2014 \"quoted\" \u65e5\u672c"
FIELDS = {"host": "db.example", "password": "s\u00e9cret"}


class CompatibilityTest(unittest.TestCase):
    flags, settings = (), {}

    @classmethod
    def setUpClass(cls):
        cls.server = LiveSignetd(*cls.flags, **cls.settings)
        cls.addClassCleanup(cls.server.close)
        admin = cls.server.admin
        cls.project = admin("POST", "/projects", {"name": "shop"})["projectId"]
        cls.machine = cls.server.enrol("web-1")
        admin("PUT", f"/projects/{cls.project}/machines/{cls.machine.id}", {})
        cls.secret = cls.make_secret({"name": "api-key", "value": VALUE})
        cls.structured = cls.make_secret({"name": "database", "fields": FIELDS})

    @classmethod
    def make_secret(cls, body, granted=True, machine=None):
        secret = cls.server.admin("POST", f"/projects/{cls.project}/secrets", body)["secretId"]
        if granted:
            cls.server.admin("PUT", f"/secrets/{secret}/grants/{(machine or cls.machine).id}", {})
        return secret

    def client(self, habits, machine=None, address="192.0.2.10"):
        client = public_client.PublicClient(habits, self.server.port, machine or self.machine, address)
        self.addCleanup(client.close)
        return client

    def lockout_of(self, subject):
        """What the server counts against an address or an id; None if nothing."""
        target = f"/v1/admin/installations/{self.server.installation}/lockouts?limit=200"
        return next((row for row in self.server.admin("GET", target)["items"] if row["subject"] == subject), None)


class ServedAtItsUrl(CompatibilityTest):
    """A server that tells machines where it is."""

    flags = ("--public-url", URL, "--port", str(PORT))


def main():
    unittest.main()
