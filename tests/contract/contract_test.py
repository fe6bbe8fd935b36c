#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The server and schema/openapi.yaml say the same: every route, every status, every field, every example, both ways."""
import pathlib
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "support")]
try:
    import document as documents
    import driver
    import faults
    import mutations
    import scenario
except ModuleNotFoundError as missing:
    print(f"skipped: the Python package {missing.name} is not here (scripts/install-deps installs it)")
    sys.exit(77)

PAGE = pathlib.Path(__file__).parents[2] / "schema" / "openapi.yaml"


class Contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = PAGE.read_text()
        cls.raw = documents.parse(cls.text)
        document = documents.Document(cls.raw)
        driven = driver.Driver(document, "--public-url", "https://signet.example")
        try:
            scenario.tell(driven)
            cls.routes, cls.exchanges = driven.routes(), driven.exchanges
            cls.served = driven.server.send("GET", "/openapi.yaml")
        finally:
            driven.server.close()

    def test_the_server_hands_out_this_very_document(self):
        self.assertEqual(self.served.body.decode(), self.text)
        self.assertEqual(self.served.headers["Content-Type"], "application/yaml")

    def test_server_and_document_agree(self):
        found = faults.all_faults(documents.Document(self.raw), self.routes, self.exchanges)
        self.assertEqual(found, [], "\n" + "\n".join(found))
        print(f"{len(self.routes)} routes, {len(self.exchanges)} exchanges")

    def assert_caught(self, kind, change, routes=None, exchanges=None):
        """The mutated document is found out, by a fault of this kind."""
        raw = documents.copy_of(self.raw)
        change(raw)
        found = faults.all_faults(documents.Document(raw), routes or self.routes, exchanges or self.exchanges)
        self.assertTrue(any(kind in fault for fault in found), f"{kind}: not among {found}")

    def test_mutated_documents_are_caught(self):
        for kind, change in mutations.MUTATIONS:
            with self.subTest(kind):
                self.assert_caught(kind, change)

    def test_a_changed_server_is_caught(self):
        new = (("GET", "/v1/new"), "machine")
        self.assert_caught("undocumented route: GET /v1/new", lambda raw: None, routes=[*self.routes, new])
        self.assert_caught("documented route that the server lacks", lambda raw: None, routes=self.routes[1:])
        for kind, status, body in (("Additional properties are not allowed", 200, b'{"status":"ok","more":1}'),
                                   ("undocumented status", 418, b'{"error":"no"}')):
            heard = faults.Exchange("GET", "/healthz", status, {"Content-Type": "application/json"}, body)
            self.assert_caught(kind, lambda raw: None, exchanges=[*self.exchanges, heard])


unittest.main()
