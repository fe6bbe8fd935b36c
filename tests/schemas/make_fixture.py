#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what a database of today's schema looks like, with a little of everything in it: fixtures/NNNN.json.

Once for each schema that is released, with the signetd of that release, and never again: newer programs must still
bring it to their own schema and find everything in it.

    SIGNETD=build/release/server/app/signetd tests/schemas/make_fixture.py
"""
import json
import pathlib
import sqlite3
import sys

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent / "support"))
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: E402
from live_signetd import LiveSignetd, to_base64  # noqa: E402

VALUE = "correct horse battery staple"


def furnish(server):
    """What a later program is asked about. The rest is there to be carried along."""
    project = server.admin("POST", "/projects", {"name": "shop"})["projectId"]
    secret = server.admin("POST", f"/projects/{project}/secrets", {"name": "password", "value": "first"})["secretId"]
    server.admin("POST", f"/secrets/{secret}/versions", {"value": VALUE})
    fields = server.admin("POST", f"/projects/{project}/secrets",
                          {"name": "database", "fields": {"user": "app", "password": "s3cret"}})["secretId"]
    machine = server.enrol("web-1")
    server.admin("PUT", f"/projects/{project}/machines/{machine.id}", {})
    for granted in (secret, fields):
        server.admin("PUT", f"/secrets/{granted}/grants/{machine.id}", {})
    server.admin("POST", f"/projects/{project}/policies", {"name": "nightly"})
    server.admin("POST", f"/projects/{project}/one-time-links", {"name": "for Bob", "value": "v", "ttlSeconds": 3600})
    server.admin("POST", "/applications", {"name": "group"})
    server.admin("POST", "/webhooks", {"name": "hook", "url": "https://example.org/hook"})
    server.enrol("waiting", approved=False)
    server.signed(machine, "GET", f"/v1/secret/{secret}")
    return machine, secret


def raw(identity):
    return to_base64(identity.key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))


def dump(file):
    database = sqlite3.connect(file)
    try:
        version = database.execute("SELECT max(version) FROM schema_migrations").fetchone()[0]
        return version, list(database.iterdump())
    finally:
        database.close()


def main():
    server = LiveSignetd()
    try:
        machine, secret = furnish(server)
        records = len(server.admin("GET", "/audit?limit=200")["items"])
        server.stop()
        version, lines = dump(server.folder / "data" / "signet.db")
        fixture = {"schema": version, "installation": server.installation, "vault": server.vault,
                   "rootKeyFile": (server.folder / "root.key").read_text(), "secret": secret, "value": VALUE,
                   "operator": {"id": server.operator.id, "key": raw(server.operator)},
                   "machine": {"id": machine.id, "key": raw(machine)}, "auditRecords": records, "sql": lines}
    finally:
        server.close()
    file = HERE / "fixtures" / f"{version:04}.json"
    if file.exists():
        sys.exit(f"{file} is there already: a released schema does not change")
    file.write_text(json.dumps(fixture, indent=1, ensure_ascii=False) + "\n")
    print(f"{file}: {len(lines)} statements")


if __name__ == "__main__":
    main()
