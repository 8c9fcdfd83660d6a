"""`python -m bench.capture`: the last minutes of a call while a room answers, with the server killed three times.

600 applicants save a draft every 20 seconds, 200 phones open a pulse and answer it at once, round after round; the
serving process group is killed with -9 at a quarter, a half and three quarters of the time, and started again. At the
end everything that was acknowledged is looked for: each hand-in once, each draft as it was acknowledged or newer.
Locust runs in an environment of its own: `bench/out/locust-venv` (python3 -m venv, pip install locust).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out"
COLUMNS = ("Request Count", "Failure Count", "50%", "95%", "99%")
WORDS = (HERE / "people.py").read_text(encoding="utf-8").split()


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.capture", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=6, help="how long people answer (default 6)")
    parser.add_argument("--applicants", type=int, default=600)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--port", type=int, default=8390)
    parser.add_argument(
        "--postgresql", metavar="ADDRESS", help="an empty PostgreSQL database; without it SQLite"
    )
    return parser.parse_args()


def prepare(folder: Path, options: argparse.Namespace) -> tuple[list[str], str]:
    """An installation with the two asks; the tokens of the applicants, and the code of the pulse."""
    shutil.rmtree(folder, ignore_errors=True)
    os.environ["REFLECTORY_DIR"] = str(folder)
    if options.postgresql:
        os.environ["DATABASE_URL"] = options.postgresql
    from reflectory.workspace.installation import open_installation

    open_installation(folder)
    from reflectory.core.visibility import system
    from reflectory.directory.models import Person
    from reflectory.listening.actions.invitations import invite
    from tests import asking

    call = asking.an_ask(identity="confidential", audience="invited", title="The call")
    people = Person.objects.bulk_create(Person(name=f"Applicant {n}") for n in range(options.applicants))
    invited = invite(by=system("Measurement"), ask=call, people=people)
    pulse = asking.an_ask(identity="anonymous", title="The pulse")
    return [token for _row, token in invited], pulse.code


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The server, in a process group of its own, once it answers."""
    log = (folder / "server.log").open("ab")
    server = subprocess.Popen(
        [sys.executable, "-m", "reflectory.cli", "serve", "--dir", str(folder), "--port", str(port)],
        stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    for _try in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/a/", timeout=5).close()
        except OSError:
            time.sleep(0.25)
        else:
            return server
    raise SystemExit("the server did not start")


def kill(server: subprocess.Popen[bytes]) -> None:
    """SIGKILL to all of it: nothing is closed, nothing is written to its end."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def lost(acknowledged: Path) -> dict[str, int]:
    """What was acknowledged, and what of it is not there as it should be."""
    from reflectory.listening.models import AnonymousResponse, Draft, Response

    received: dict[str, list[str]] = {}
    drafts: dict[str, tuple[int, str]] = {}
    for line in acknowledged.read_text(encoding="utf-8").splitlines():
        what, number, said = json.loads(line)
        if what == "received":
            received.setdefault(number, []).append(said)
        elif number not in drafts or said[0] > drafts[number][0]:
            drafts[number] = (said[0], said[1])
    stored = {
        str(pk): answers.get("helped")
        for pk, answers in Response.objects.values_list("client_uuid", "answers")
    }
    stored |= {
        str(pk): answers.get("helped")
        for pk, answers in AnonymousResponse.objects.values_list("pk", "answers")
    }
    kept = {str(draft.pk): (draft.n_saved, draft.sent.get("helped")) for draft in Draft.objects.all()}
    n_rows = Response.objects.count() + AnonymousResponse.objects.count()
    return {
        "hand-ins acknowledged": len(received),
        "of them not there, or with other words": sum(
            stored.get(key) not in said for key, said in received.items()
        ),
        "answers stored": n_rows,
        "stored twice": n_rows - len(stored),
        "stored and never acknowledged": len(set(stored) - set(received)),
        "drafts acknowledged": len(drafts),
        "of them older than acknowledged": sum(
            key not in stored and (key not in kept or kept[key] < said) for key, said in drafts.items()
        ),
    }


def main() -> None:
    """Runs it, and prints what came of it as Markdown."""
    options = parse()
    folder = OUT / ("capture-postgresql" if options.postgresql else "capture")
    tokens, code = prepare(folder, options)
    acknowledged = folder / "acknowledged.jsonl"
    acknowledged.touch()
    server = start(folder, options.port)
    seconds = options.minutes * 60
    told = {
        "host": f"http://127.0.0.1:{options.port}", "tokens": tokens, "code": code, "seconds": seconds,
        "began": time.time(), "acknowledged": str(acknowledged), "n_applicants": options.applicants,
        "n_phones": options.phones, "seconds_between_drafts": 20, "seconds_between_rounds": 60, "words": WORDS,
    }  # fmt: skip
    people = subprocess.Popen(
        [str(OUT / "locust-venv" / "bin" / "locust"), "-f", str(HERE / "people.py"), "--headless",
         "-u", str(options.applicants + options.phones), "-r", "100", "-t", f"{int(seconds)}s", "--stop-timeout", "60",
         "--csv", str(folder / "locust"), "--only-summary"],
        env={**os.environ, "CAPTURE": json.dumps(told)}, stdout=subprocess.DEVNULL,
        stderr=(folder / "locust.log").open("wb"),
    )  # fmt: skip
    away = []
    for part in (0.25, 0.5, 0.75):
        time.sleep(max(0.0, told["began"] + seconds * part - time.time()))
        kill(server)
        began = time.time()
        server = start(folder, options.port)
        away.append(time.time() - began)
    people.wait()
    kill(server)
    print(f"Server killed three times, away for {', '.join(f'{one:.1f}' for one in away)} s.\n")
    print("| request | sent | cut or refused | median ms | p95 ms | p99 ms |\n|---|---|---|---|---|---|")
    with (folder / "locust_stats.csv").open(newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            name = row["Name"].replace("Aggregated", "all")
            print("|", " | ".join([name, *(row[column] for column in COLUMNS)]), "|")
    print()
    for name, value in lost(acknowledged).items():
        print(f"- {name}: {value}")


if __name__ == "__main__":
    main()
