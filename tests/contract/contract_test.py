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
        driven = driver.Driver(document)
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
        projects = "/v1/admin/vaults/{vaultId}/projects"
        def schema(raw, name): return raw["components"]["schemas"][name]
        def post(raw): return raw["paths"][projects]["post"]
        mutations = {
            "undocumented route:": lambda raw: raw["paths"][projects].pop("post"),
            "documented route that the server lacks": lambda raw: raw["paths"][projects].update(put=dict(post(raw), operationId="other")),
            "needs admin, documented is auditor": lambda raw: post(raw).update(security=[{"operator": ["auditor"]}]),
            "undocumented answer: GET /v1/secret/{secretId} 200": lambda raw: schema(raw, "Value200")["properties"].pop("value"),
            "'never' is a required property": lambda raw: (schema(raw, "Project")["properties"].update(never={}), schema(raw, "Project")["required"].append("never")),
            "is not of type 'integer'": lambda raw: schema(raw, "Project")["properties"].update(name={"type": "integer"}),
            "undocumented status": lambda raw: post(raw)["responses"].pop("409"),
            "documented answer was never given": lambda raw: post(raw)["responses"].update({"204": {"description": "x"}}),
            "example of a request": lambda raw: post(raw)["requestBody"]["content"]["application/json"].update(example={"nam": "x"}),
            "documented request was never answered": lambda raw: post(raw)["requestBody"]["content"]["application/json"].update(example={"name": "x", "requestId": "0123456789abcdef"}),
            "example of 200": lambda raw: raw["components"]["responses"]["Project"]["content"]["application/json"]["example"].pop("name"),
            "no answer looks like its example": lambda raw: raw["components"]["responses"]["Registered"]["content"]["application/json"]["example"].update(apiUrl="https://vault.example"),
            "lets unknown fields pass": lambda raw: schema(raw, "Project").pop("additionalProperties"),
            "stands twice": lambda raw: post(raw).update(operationId="listProjects"),
            "has no example of a request": lambda raw: post(raw)["requestBody"]["content"]["application/json"].pop("example"),
            "undocumented Content-Type": lambda raw: raw["components"]["responses"]["OpenApi"].update(content={"text/plain": {}}),
            "documented header Retry-Later is missing": lambda raw: raw["components"]["responses"]["LockedOut"]["headers"].update({"Retry-Later": {"required": True, "schema": {}}}),
        }
        for kind, change in mutations.items():
            with self.subTest(kind):
                self.assert_caught(kind, change)

    def test_a_changed_server_is_caught(self):
        new = (("GET", "/v1/new"), "machine")
        self.assert_caught("undocumented route: GET /v1/new", lambda raw: None, routes=[*self.routes, new])
        self.assert_caught("documented route that the server lacks", lambda raw: None, routes=self.routes[1:])
        more = faults.Exchange("GET", "/healthz", 200, {"Content-Type": "application/json"}, b'{"status":"ok","more":1}')
        self.assert_caught("Additional properties are not allowed", lambda raw: None, exchanges=[*self.exchanges, more])
        odd = faults.Exchange("GET", "/healthz", 418, {"Content-Type": "application/json"}, b'{"error":"no"}')
        self.assert_caught("undocumented status", lambda raw: None, exchanges=[*self.exchanges, odd])


unittest.main()
