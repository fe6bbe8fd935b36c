# SPDX-License-Identifier: Apache-2.0
"""Documents that are wrong in one place each, and how each is found out: (a part of the fault's text, the change)."""

PROJECTS = "/v1/admin/vaults/{vaultId}/projects"
JSON = "application/json"


def post(raw):
    return raw["paths"][PROJECTS]["post"]


def request(raw):
    return post(raw)["requestBody"]["content"][JSON]


def schema(raw, name):
    return raw["components"]["schemas"][name]


def answer(raw, name):
    return raw["components"]["responses"][name]


def example(raw, name):
    return answer(raw, name)["content"][JSON]["example"]


def demand_field(raw):
    schema(raw, "Project")["properties"]["never"] = {}
    schema(raw, "Project")["required"].append("never")


def add_route(raw):
    raw["paths"][PROJECTS]["put"] = dict(post(raw), operationId="other")


def demand_header(raw):
    answer(raw, "LockedOut")["headers"]["Retry-Later"] = {"required": True, "schema": {}}


MUTATIONS = [
    ("undocumented route:", lambda raw: raw["paths"][PROJECTS].pop("post")),
    ("documented route that the server lacks", add_route),
    ("needs admin, documented is auditor", lambda raw: post(raw).update(security=[{"operator": ["auditor"]}])),
    ("undocumented answer: GET /v1/secret/{secretId}", lambda raw: schema(raw, "SecretValue")["properties"].clear()),
    ("'never' is a required property", demand_field),
    ("is not of type 'integer'", lambda raw: schema(raw, "Project")["properties"].update(name={"type": "integer"})),
    ("undocumented status", lambda raw: post(raw)["responses"].pop("409")),
    ("documented answer was never given", lambda raw: post(raw)["responses"].update({"204": {"description": "x"}})),
    ("example of a request", lambda raw: request(raw).update(example={"nam": "x"})),
    ("documented request was never answered", lambda raw: request(raw).update(example={"name": "never sent"})),
    ("example of 200", lambda raw: example(raw, "Project").pop("name")),
    ("no answer looks like its example", lambda raw: example(raw, "Registered").pop("apiUrl")),
    ("lets unknown fields pass", lambda raw: schema(raw, "Project").pop("additionalProperties")),
    ("lets unknown fields of a request pass", lambda raw: schema(raw, "NewName").pop("additionalProperties")),
    ("stands twice", lambda raw: post(raw).update(operationId="listProjects")),
    ("needs security, a summary and one known tag", lambda raw: post(raw).pop("security")),
    ("does not describe the parameters of its path", lambda raw: raw["paths"][PROJECTS].pop("parameters")),
    ("has no example of a request", lambda raw: request(raw).pop("example")),
    ("undocumented Content-Type", lambda raw: answer(raw, "OpenApi").update(content={"text/plain": {}})),
    ("documented header Retry-Later is missing", demand_header),
]
