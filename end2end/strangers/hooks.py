"""What is added to schemathesis: chance is led to things that exist, the account it came with is spared, and answers are tallied."""
import atexit
import collections
import collections.abc
import itertools
import json
import os
import pathlib
import random

import schemathesis
from schemathesis.core.parameters import ParameterLocation

THINGS = json.loads(pathlib.Path(os.environ["STRANGERS_THINGS"]).read_text())
NOBODY = "00000000-0000-0000-0000-000000000000"
# Which things the `{id}` of a path names, and which a field or parameter.
PATHS = {
    "tickets/{id}": "tickets",
    "ticket/{id}": "tickets",
    "comments/{id}": "instructions",
    "attachments/{id}": "pictures",
    "v1/sessions/{id}": "sessions",
    "people/{id}": "people",
    "categories/{id}": "categories",
    "departments/{id}": "departments",
    "jobs/{id}": "jobs",
}
FIELDS = {
    "technicien": "staff",
    "agent": "staff",
    "departement": "departments",
    "categorie": "categories",
    "refresh": "refreshes",
    "password": "passwords",
    "session": "guidances",
    "conversation_id": "tickets",
    "request_id": "tickets",
}
chance = random.Random(20261121)
number = itertools.count()
tally = collections.defaultdict(collections.Counter)


def right(case, where):
    """The values generated for a place; none where they are wrong on purpose, since they shall stay so."""
    values = getattr(case, where.container_name)
    is_wrong = case.meta is not None and case.meta.is_negative_at(where)
    return values if isinstance(values, collections.abc.MutableMapping) and not is_wrong else {}


def lead(values, name, choices):
    """Most of the time, something that exists takes the place of what chance made."""
    if choices and values.get(name) is not None and chance.random() < 0.7:
        values[name] = chance.choice(choices)


def lead_to_what_ends(case, path, body):
    """What ends a link, a merging or a part needs one that is there; what makes one, tickets that are free."""
    where = f"{case.method} {case.operation.path}"
    for ending, kind in {"/links/{kind}/{other}": "links", "/participants/{account}": "participants", "/technicians/{account}": "technicians"}.items():
        if where.startswith("DELETE") and where.endswith(ending) and path:
            path.update(chance.choice(THINGS[kind]))
    if where.endswith("/merge") and path:
        path["id"] = chance.choice(THINGS["merged" if case.method == "DELETE" else "free"])
        if body.get("dans") is not None:
            body["dans"] = chance.choice(THINGS["free"])
    if where == "POST /api/v1/tickets/{id}/links" and path and body.get("ticket") is not None:
        path["id"], body["ticket"] = chance.sample(THINGS["free"], 2)
    if where.endswith("/children/finish") and path and body.get("tickets") is not None:
        path["id"], child = chance.choice(THINGS["parents"])
        body["tickets"] = [child]


@schemathesis.hook
def before_call(context, case, kwargs):
    where, path = case.operation.path, right(case, ParameterLocation.PATH)
    lead(path, "id", next((THINGS[kind] for part, kind in PATHS.items() if part in where), []))
    if "session" in path and chance.random() < 0.5:
        path["id"], path["session"] = THINGS["guided"][0], THINGS["guidances"][0]
    lead_to_what_ends(case, path, right(case, ParameterLocation.BODY))
    # Whoever switches off themselves has nothing left to test with; anybody else will do.
    if case.method != "GET" and path.get("id") == THINGS["self"]:
        path["id"] = NOBODY
    for values in (right(case, ParameterLocation.QUERY), right(case, ParameterLocation.BODY)):
        for name, kind in FIELDS.items():
            lead(values, name, THINGS[kind])
        if "people" in where or "register" in where:
            lead(values, "email", [f"stranger-{next(number)}@cordee.test"])
    # The same key, or the same state, would be refused again and again.
    headers = right(case, ParameterLocation.HEADER)
    lead(headers, "Idempotency-Key", [f"stranger-{next(number)}"])
    lead(headers, "If-Match", ["*"])


@schemathesis.hook
def after_call(context, case, response):
    tally[f"{case.method} {case.operation.path}"][response.status_code] += 1


@atexit.register
def tell():
    pathlib.Path(os.environ["STRANGERS_TALLY"]).write_text(json.dumps(tally))
