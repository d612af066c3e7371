"""A server with the demo company, on a free loopback port, and what its people have done before the strangers come."""
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

import requests

# The one of the description's examples, so that they are true here.
PASSWORD = "quatre mules grimpent"
SETTINGS = {"SIGN_IN_PER_MINUTE": "1000000", "WRITES_PER_MINUTE": "10000000", "TOKEN_PER_MINUTE": "1000000", "LIFT_SECONDS": "5", "REGISTRATION": "true", "LOG": "error"}
children = []


def start(command, settings, output, **more):
    """A process of ours, which ends with us."""
    children.append(subprocess.Popen(command, env=os.environ | settings, stdout=output, stderr=output, **more))
    return children[-1]


def finish():
    """Ends what was started here, by its id, and nothing else."""
    for child in children:
        child.terminate()
    sys.exit(143)


class Person:
    """Somebody with a session of their own."""

    def __init__(self, house, login):
        self.house, self.login = house, login
        self.pair = self.call("POST", "/api/token/", {"username": f"{login}@cordee.test", "password": PASSWORD})
        self.me = self.call("GET", "/api/v1/me")

    def call(self, method, path, body=None, **more):
        headers = {"Authorization": f"Bearer {self.pair['access']}"} if hasattr(self, "pair") else {}
        answer = requests.request(method, self.house.url + path, json=body, headers=headers, timeout=10, **more)
        answer.raise_for_status()
        return answer.json() if answer.content else None


class House:
    """`with House(binary) as house`: afterwards it is gone, with its data."""

    def __init__(self, binary):
        self.binary = binary

    def __enter__(self):
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="cordee-strangers-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
        self.url = f"http://{address}"
        subprocess.run([self.binary, "demo", "--data", self.data, "--password", PASSWORD], check=True, stdout=subprocess.DEVNULL)
        self.dead_jobs = bury_jobs(self.data)
        with open(self.data / "server.log", "wb") as log:
            settings = {f"CORDEE_{key}": value for key, value in SETTINGS.items()}
            self.server = start([self.binary, "serve", "--address", address, "--data", self.data], settings, log)
        until = time.monotonic() + 15
        while not self.is_ready():
            if self.server.poll() is not None or time.monotonic() > until:
                said = self.said()
                self.__exit__()
                raise RuntimeError(f"the server did not start:\n{said}")
            time.sleep(0.02)
        return self

    def is_ready(self):
        try:
            return requests.get(self.url + "/readyz", timeout=1).ok
        except requests.RequestException:
            return False

    def said(self):
        return (self.data / "server.log").read_text()

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.data)


def bury_jobs(data):
    """Jobs that failed for good, which only a fault makes; tried again, each finds nothing to do and is done."""
    jobs = [uuid.uuid4() for _ in range(40)]
    with sqlite3.connect(data / "cordee.db") as database:
        database.executemany(
            """insert into jobs (id, kind, payload, run_at, attempts, last_error, dead)
               values (?, 'tickets.close_resolved', '{}', '2026-11-21T09:00:00+00:00', 10, 'essai', true)""",
            [(job.bytes,) for job in jobs],
        )
    database.close()
    return [str(job) for job in jobs]


def scene(house, login):
    """Tickets in every state of guidance within reach of this person; says what there is, for hooks.py."""
    me, ada, grace, radia, linus = (Person(house, name) for name in (login, "ada", "grace", "radia", "linus"))
    lead = grace if login == "ada" else me
    leads = [None] * 2 + [lead] * 6 + [radia] * 4
    tickets = [ada.call("POST", "/api/v1/tickets", {"description": f"Plus de réseau au poste {number}."})["id"] for number in range(len(leads))]
    guided = tickets[4:]
    for ticket, who in zip(tickets, leads):
        if who:
            who.call("PUT", f"/api/v1/tickets/{ticket}/lead", {})
        if ticket in guided:
            who.call("POST", f"/api/v1/tickets/{ticket}/guidance/acts", {"do": "start"})
        for step in range(4 if ticket in guided and who is lead else 0):
            who.call("POST", f"/api/v1/tickets/{ticket}/guidance/acts", {"do": "write", "instruction": {"text": f"Branchez le câble {step}."}})
    entries = [entry for ticket in guided for entry in ada.call("GET", f"/api/tickets/{ticket}/comments/")]
    ids = lambda who, path: [thing["id"] for thing in who.call("GET", path)["items"]]
    spare = [Person(house, login) for _ in range(6)]
    return around(ada, lead, radia) | {
        "self": me.me["id"],
        "tickets": tickets,
        "guided": guided,
        "guidances": ids(lead, f"/api/v1/tickets/{guided[0]}/guidance/sessions"),
        "instructions": [entry["id"] for entry in entries if entry["est_instruction"]],
        "pictures": [picture(ada, tickets[0])],
        "people": ids(linus, "/api/v1/people"),
        "staff": [grace.me["id"], radia.me["id"]],
        "categories": ids(linus, "/api/v1/categories"),
        "departments": ids(linus, "/api/v1/departments"),
        "sessions": ids(me, "/api/v1/sessions"),
        "refreshes": [person.pair["refresh"] for person in spare],
        "passwords": [PASSWORD],
        "jobs": house.dead_jobs,
    }


def around(ada, lead, radia):
    """Tickets that are linked, merged, shared and part of others: what ends one of these needs one that is there."""
    fresh = iter([ada.call("POST", "/api/v1/tickets", {"description": f"Plus de son au poste {number}."})["id"] for number in range(72)])
    pairs = lambda count: [(next(fresh), next(fresh)) for _ in range(count)]
    made = {"links": [], "merged": [], "participants": [], "technicians": [], "parents": []}
    for one, other in pairs(10):
        lead.call("POST", f"/api/v1/tickets/{one}/links", {"type": "lie", "ticket": other})
        made["links"].append({"id": one, "kind": "lie", "other": other})
    for one, other in pairs(10):
        lead.call("POST", f"/api/v1/tickets/{one}/merge", {"dans": other})
        made["merged"].append(one)
    for one, other in pairs(6):
        joan = ada.call("POST", f"/api/v1/tickets/{one}/participants", {"identifiant": "joan@cordee.test"})["participants"][0]["id"]
        made["participants"].append({"id": one, "account": joan})
        lead.call("POST", f"/api/v1/tickets/{other}/technicians", {"technicien": radia.me["id"]})
        made["technicians"].append({"id": other, "account": radia.me["id"]})
    for one, other in pairs(6):
        lead.call("POST", f"/api/v1/tickets/{one}/links", {"type": "enfant", "ticket": other})
        lead.call("PUT", f"/api/v1/tickets/{one}/lead", {})
        lead.call("PUT", f"/api/v1/tickets/{one}/status", {"statut": "resolu"})
        made["parents"].append((one, other))
    return made | {"free": list(fresh)}


def picture(person, ticket):
    icon = pathlib.Path("public/icons/192.png").read_bytes()
    return person.call("POST", f"/api/v1/tickets/{ticket}/attachments", files={"picture": ("photo.png", icon, "image/png")})["id"]
