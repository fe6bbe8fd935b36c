# SPDX-License-Identifier: Apache-2.0
"""Where a document, a server's table of routes and what was heard from that server do not agree: one text a fault."""
import json
import re

from document import SOME_JSON, examples_of, mistakes, open_objects

# Statuses that a test cannot have from every route at will: a full queue or a disk that fails.
NOT_FORCED = {"503"}


class Exchange:
    """A request that was sent and what came back. `example`: the documented body that it stands for."""

    def __init__(self, method, target, status, headers, body, example=None):
        self.method, self.target, self.status = method, target, str(status)
        self.headers, self.body, self.example = headers, body, example

    def __str__(self):
        return f"{self.method} {self.target} -> {self.status} {self.body[:200]!r}"

    def json(self):
        return json.loads(self.body)


def shape(value):
    """What of a value must be alike in an example and in an answer: the names of its fields. Ids as names are alike."""
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if not isinstance(value, dict):
        return "value"
    return {"an id" if re.match(r"sk_[a-z0-9]+$", name) else name: shape(item) for name, item in value.items()}


def alike(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return not one or not other or alike(one[0], other[0])
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name]) for name in one)
    return isinstance(one, str) or isinstance(other, str)  # null where an object or a list may stand


def of_routes(document, routes):
    there, written = {route: who for route, who in routes}, {o.route: o for o in document.operations}
    yield from (f"undocumented route: {' '.join(route)}" for route in there.keys() - written.keys())
    yield from (f"documented route that the server lacks: {written[route]}" for route in written.keys() - there.keys())
    for route in there.keys() & written.keys():
        if there[route] != written[route].who:
            yield f"{written[route]} needs {there[route]}, documented is {written[route].who}"


def of_document(document):
    names = [operation.id for operation in document.operations]
    for name in set(names):
        if not name or names.count(name) > 1:
            yield f"operationId {name!r} is missing or stands twice"
    for operation in document.operations:
        yield from (f"{operation} {fault}" for fault in of_operation(document, operation))
        for status, answer in operation.answers.items():
            media = answer.get("content", {}).get(SOME_JSON, {})
            for name in open_objects(media.get("schema", {})):
                yield f"{operation} {status} lets unknown fields pass at {name}"
            for example in examples_of(media):
                yield from (f"{operation} example of {status}: {m}" for m in mistakes(media["schema"], example))


def of_operation(document, operation):
    known_tags = {tag["name"] for tag in document.raw["tags"]}
    tagged = len(operation.tags) == 1 and operation.tags[0] in known_tags
    if operation.security is None or not operation.summary or not tagged:
        yield "needs security, a summary and one known tag"
    in_path = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "path"}
    if in_path != set(re.findall(r"\{(\w+)\}", operation.path)):
        yield "does not describe the parameters of its path"
    for parameter in operation.parameters:
        if parameter["in"] == "query":
            wrong = mistakes(parameter["schema"], parameter["example"])
            yield from (f"example of ?{parameter['name']}=: {mistake}" for mistake in wrong)
    if operation.who not in ("anybody", "machine"):
        for name in open_objects(operation.request.get("schema", {})):
            yield f"lets unknown fields of a request pass at {name}"
    if operation.request and not operation.examples:
        yield "has no example of a request"
    for example in operation.examples:
        yield from (f"example of a request: {m}" for m in mistakes(operation.request["schema"], example))


def of_exchange(document, exchange):
    operation = document.find(exchange.method, exchange.target)
    if operation is None:
        yield f"undocumented route was answered: {exchange}"
        return
    answer = operation.answers.get(exchange.status)
    if answer is None:
        yield f"undocumented status: {operation}: {exchange}"
        return
    kind = exchange.headers.get("Content-Type", "").split(";")[0]
    media = answer.get("content", {}).get(kind)
    if media is None:
        yield f"undocumented Content-Type {kind!r}: {exchange}"
    elif kind == SOME_JSON:
        for mistake in mistakes(media["schema"], exchange.json()):
            yield f"undocumented answer: {operation} {exchange.status}: {mistake}"
    for name, header in answer.get("headers", {}).items():
        if name in exchange.headers:
            value = exchange.headers[name]
            value = int(value) if header["schema"]["type"] == "integer" else value
            yield from (f"undocumented {name}: {operation}: {m}" for m in mistakes(header["schema"], value))
        elif header.get("required") and exchange.status not in NOT_FORCED:
            yield f"documented header {name} is missing: {exchange}"


def of_coverage(document, exchanges):
    """What the document promises and nobody has heard."""
    heard, sent, shapes = set(), [], {}
    for exchange in exchanges:
        operation = document.find(exchange.method, exchange.target)
        if operation is None:
            continue
        heard.add((operation.id, exchange.status))
        if exchange.example is not None and exchange.status.startswith("2"):
            sent.append((operation.id, exchange.example))
        if exchange.headers.get("Content-Type", "").startswith(SOME_JSON):
            shapes.setdefault((operation.id, exchange.status), []).append(shape(exchange.json()))
    shown = {}
    for operation in document.operations:
        for status, answer in operation.answers.items():
            if (operation.id, status) not in heard and status not in NOT_FORCED:
                yield f"documented answer was never given: {operation} {status}"
            for example in examples_of(answer.get("content", {}).get(SOME_JSON, {})):
                text = json.dumps(example, sort_keys=True)
                as_shown = any(alike(shape(example), one) for one in shapes.get((operation.id, status), []))
                shown[text] = shown.get(text, False) or as_shown or status in NOT_FORCED
        for example in operation.examples:
            if (operation.id, example) not in sent:
                yield f"documented request was never answered: {operation} {json.dumps(example)}"
    yield from (f"no answer looks like its example: {text}" for text, seen in shown.items() if not seen)


def all_faults(document, routes, exchanges):
    found = [*of_routes(document, routes), *of_document(document)]
    for exchange in exchanges:
        found += of_exchange(document, exchange)
    return found + list(of_coverage(document, exchanges))
