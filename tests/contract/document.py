# SPDX-License-Identifier: Apache-2.0
"""An OpenAPI document with its references followed, and what can be said of it without a server."""
import copy
import re

import jsonschema
import yaml

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
SOME_JSON = "application/json"


class UniqueKeys(yaml.SafeLoader):
    """A key that stands twice would silently win."""

    def construct_mapping(self, node, deep=False):
        names = [self.construct_object(name) for name, _ in node.value]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise yaml.YAMLError(f"{node.start_mark}: twice: {twice}")
        return super().construct_mapping(node, deep)


def parse(text):
    return yaml.load(text, UniqueKeys)


class Operation:
    def __init__(self, method, path, raw, shared):
        self.method, self.path = method.upper(), path
        self.id, self.security = raw.get("operationId", ""), raw.get("security")
        self.tags, self.summary = raw.get("tags", []), raw.get("summary", "")
        self.parameters = shared + raw.get("parameters", [])
        self.request = raw.get("requestBody", {}).get("content", {}).get(SOME_JSON, {})
        self.answers = raw.get("responses", {})
        self.matches = re.compile(re.sub(r"\\{\w+\\}", "[A-Za-z0-9_-]+", re.escape(path))).fullmatch

    def __str__(self):
        return f"{self.method} {self.path}"

    @property
    def route(self):
        """As the server's own table names it, but for the names of parameters."""
        return self.method, re.sub(r"\{\w+\}", "{}", self.path)

    @property
    def who(self):
        if not self.security:
            return "anybody"
        names = [role or scheme for one in self.security for scheme, roles in one.items() for role in roles or [None]]
        return "-or-".join(names)

    @property
    def examples(self):
        return examples_of(self.request)


def examples_of(media):
    if "example" in media:
        return [media["example"]]
    return [example["value"] for example in media.get("examples", {}).values()]


class Document:
    def __init__(self, raw):
        self.raw = raw
        self.operations = []
        for path, item in raw["paths"].items():
            shared = self.follow(item.get("parameters", []))
            self.operations += [Operation(method, path, self.follow(item[method]), shared)
                                for method in METHODS if method in item]

    def follow(self, value):
        """A copy in which every reference is replaced by what it names; what stands beside it wins."""
        if isinstance(value, list):
            return [self.follow(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" not in value:
            return {name: self.follow(item) for name, item in value.items()}
        found = self.raw
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        beside = {name: item for name, item in value.items() if name != "$ref"}
        return {**self.follow(found), **self.follow(beside)}

    def find(self, method, target):
        """The operation of a request, the one without parameters first."""
        path = target.split("?")[0]
        found = [operation for operation in self.operations if operation.method == method and operation.matches(path)]
        return min(found, key=lambda operation: operation.path.count("{"), default=None)

    def by_id(self, name):
        return next(operation for operation in self.operations if operation.id == name)


def mistakes(schema, value):
    found = jsonschema.Draft202012Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path)) or 'the whole'}: {error.message[:200]}" for error in found]


def open_objects(schema, where="answer"):
    """Object schemas that let unknown fields pass."""
    if isinstance(schema, list):
        return [name for item in schema for name in open_objects(item, where)]
    if not isinstance(schema, dict):
        return []
    found = []
    if "properties" in schema or schema.get("type") == "object":
        if "additionalProperties" not in schema or schema["additionalProperties"] is True:
            found.append(where)
    for name, item in schema.items():
        found += open_objects(item, f"{where}.{name}")
    return found


def copy_of(raw):
    return copy.deepcopy(raw)
