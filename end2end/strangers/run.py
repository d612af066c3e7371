"""schemathesis against a release server, as nobody and with each role. The last line says how many operations passed and failed."""
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import signal
import sys
import tempfile

from house import PASSWORD, House, finish, scene, start

HERE = pathlib.Path(__file__).parent
DESCRIPTION = pathlib.Path("docs/openapi.json").absolute()
# Who comes, and at how many operations they must have succeeded at least once: with fewer, only refusals were tested.
ROLES = {"": ("nobody", 0), "ada": ("employee", 45), "grace": ("technician", 58), "linus": ("admin", 66)}
# What succeeds in no run.
EXCUSED = {
    "POST /api/v1/first-admin",  # the house has its people already
    "POST /depannage/api/chat/messages/send_location/",  # a room not yet built: 404 by agreement
    "POST /depannage/api/chat/messages/send_voice/",
}
# One ends the sessions the others look for, one changes the password they sign in with: these come last, one after the other.
LAST = ["delete_v1_sessions", "put_v1_me_password"]
# The longest a run may take.
SECONDS = 240


@dataclasses.dataclass
class Run:
    """What schemathesis found, how often each operation answered what, and the text where something is wrong."""

    report: dict
    tally: dict
    text: str

    @property
    def bad(self):
        failures = {operation for failure in self.report["failures"] for operation in failure["operations"]}
        return failures | {error.get("operation") or str(error) for error in self.report["errors"]}

    @property
    def reached(self):
        return {label for label, codes in self.tally.items() if any(code.startswith("2") for code in codes)}


def schemathesis(url, login, things, folder, *words):
    folder.mkdir()
    config = (HERE / "schemathesis.toml").read_text()
    if login:
        config += f"""
[auth.dynamic.openapi.bearer]
path = "/api/token/"
payload = {{ username = "{login}@cordee.test", password = "{PASSWORD}" }}
extract_selector = "/access"
"""
    settings, known, report, tally = (folder / name for name in ("schemathesis.toml", "things.json", "report.json", "tally.json"))
    settings.write_text(config)
    known.write_text(json.dumps(things))
    more = {"STRANGERS_THINGS": str(known), "STRANGERS_TALLY": str(tally), "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [pathlib.Path(sys.executable).with_name("st"), "--config-file", settings, "run", DESCRIPTION, "--url", url]
    command += ["--checks", "all", "--no-color", "--report-json-path", report, *words]
    with open(folder / "text", "w+") as text:
        child = start(command, more, text, cwd=folder)
        child.wait(SECONDS)
        text.seek(0)
        said = text.read() if child.returncode else ""
    if not report.exists():
        raise RuntimeError(said)
    return Run(json.loads(report.read_text()), json.loads(tally.read_text()), said)


def visit(binary, login):
    """All that one role tries, on a house of its own."""
    with House(binary) as house, tempfile.TemporaryDirectory(prefix="cordee-strangers-") as folder:
        things, folder = scene(house, login or "ada"), pathlib.Path(folder)
        but_last = [word for name in LAST for word in ("--exclude-operation-id", name)]
        runs = [schemathesis(house.url, login, things, folder / "all", *but_last)]
        runs += [schemathesis(house.url, login, things, folder / name, "--include-operation-id", name) for name in LAST]
        if any(run.bad for run in runs):
            print(*(run.text for run in runs), house.said(), sep="\n")
    return runs


def troubles(login, runs, public):
    """What is wrong with a role: single answers, a visitor who got in, or a run that tested less than it seems."""
    name, least = ROLES[login]
    reached = set().union(*(run.reached for run in runs))
    answers = [(code, number) for run in runs for codes in run.tally.values() for code, number in codes.items()]
    fine = sum(number for code, number in answers if code.startswith("2"))
    print(f"{name}: {sum(number for _, number in answers)} requests, {fine} of them answered 2xx, at {len(reached)} operations")
    yield from (f"{name}: {label}" for run in runs for label in sorted(run.bad))
    if len(reached) < least:
        yield f"{name}: only {len(reached)} operations ever answered 2xx, {least} expected: {sorted(reached)}"
    if not login:
        yield from (f"{name}: {label} is for nobody without a token" for label in sorted(reached - public))
    if any(run.report["auth"]["reauth_broke"] for run in runs):
        yield f"{name}: the session was lost on the way"


def main(binary):
    paths = json.loads(DESCRIPTION.read_text())["paths"]
    operations = {f"{method.upper()} {path}": operation for path, item in paths.items() for method, operation in item.items()}
    public = {label for label, operation in operations.items() if operation.get("security") == [{}]}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        visits = dict(zip(ROLES, pool.map(lambda login: visit(binary, login), ROLES)))
    for run in (run for runs in visits.values() for run in runs):
        # What the description does not know (OPTIONS, or a method tried on purpose) is judged by schemathesis, not counted here.
        run.tally = {label: codes for label, codes in run.tally.items() if label in operations}
    wrong = [trouble for login, runs in visits.items() for trouble in troubles(login, runs, public)]
    never = set(operations) - EXCUSED - set().union(*(run.reached for runs in visits.values() for run in runs))
    wrong += [f"{label} never answered 2xx, whoever asked" for label in sorted(never)]
    print("", *wrong, sep="\n")
    print(f"{sum(len(set(run.tally) - run.bad) for runs in visits.values() for run in runs)} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: finish())
    sys.exit(main(sys.argv[1]))
