"""The people of `bench.capture`, for Locust: applicants who save drafts, and phones in one room that answer at once.

Not part of the product and run in an environment of its own. Everything that the server acknowledged is written to a
file before anything else happens, one line each, so that it can be asked for afterwards. A request that the kill cut
off is sent again with the same ticket, which is what the page's own script does.
"""

import json
import os
import random
import re
import time

from locust import FastHttpUser, constant_pacing, task

TOLD = json.loads(os.environ["CAPTURE"])
EVERY = TOLD["seconds_between_drafts"]
WORDS = TOLD["words"]
TICKET = re.compile(r'name="(ticket|client|n|lang)" value="([^"]*)"')
ACKNOWLEDGED = open(TOLD["acknowledged"], "a", buffering=1)  # noqa: SIM115 - held open while people answer
MOST_TRIES = 60


def keep(what, number, said):
    ACKNOWLEDGED.write(json.dumps([what, number, said]) + "\n")


class Person(FastHttpUser):
    """What an applicant and a phone have in common."""

    abstract = True
    host = TOLD["host"]
    network_timeout = 30
    connection_timeout = 30

    def on_start(self):
        self.chance = random.Random(id(self))

    def until_answered(self, ask):
        """Asks again until the server, which may just have been killed, has answered."""
        for _try in range(MOST_TRIES):
            found = ask()
            if found is not None and found.status_code not in (0, 502, 503):
                return found
            time.sleep(0.5)
        raise RuntimeError("the server did not come back")

    def open_page(self, address, name):
        page = self.until_answered(lambda: self.client.get(address, name=name))
        return dict(TICKET.findall(page.text))

    def hand_in(self, address, fields, name, words):
        def post():
            return self.client.post(address, data=fields, name=name, allow_redirects=False)

        answer = self.until_answered(post)
        if answer.status_code in (200, 302, 303):
            keep("received", fields["client"], words)


class Applicant(Person):
    """Types for the whole hour, and hands in near its end."""

    fixed_count = TOLD["n_applicants"]
    wait_time = constant_pacing(EVERY)

    def on_start(self):
        super().on_start()
        self.address = f"/i/{TOLD['tokens'].pop()}/"
        self.n, self.is_done = 0, False
        time.sleep(self.chance.uniform(0, EVERY))
        self.hidden = self.open_page(self.address, "open the application")
        self.hands_in_at = TOLD["began"] + TOLD["seconds"] * self.chance.uniform(0.6, 0.9)

    @task
    def write(self):
        if self.is_done:
            return
        self.n += 1
        words = f"{self.n} {' '.join(self.chance.choices(WORDS, k=120))}"
        if time.time() > self.hands_in_at:
            fields = {**self.hidden, "n": str(self.n), "q.helped": words}
            self.hand_in(f"{self.address}received/", fields, "hand in the application", words)
            self.is_done = True
            return
        told = {
            "ticket": self.hidden["ticket"],
            "n": self.n,
            "language": "en",
            "fields": [["q.helped", words]],
        }

        def post():
            return self.client.post(f"{self.address}draft/", json=told, name="save a draft")

        answer = self.until_answered(post)
        if answer.status_code == 200:
            keep("draft", self.hidden["client"], [self.n, words])


class Phone(Person):
    """Sees the code on the slide with everybody else, answers a few questions and hands in; once a round."""

    fixed_count = TOLD["n_phones"]
    wait_time = constant_pacing(TOLD["seconds_between_rounds"])

    @task
    def answer(self):
        time.sleep(self.chance.uniform(0, 10))  # the time it takes to type six letters
        code = TOLD["code"]
        hidden = self.open_page(f"/a/{code}/", "open the pulse")
        time.sleep(self.chance.uniform(5, 25))
        words = " ".join(self.chance.choices(WORDS, k=30))
        self.hand_in(f"/a/{code}/received/", {**hidden, "q.helped": words}, "hand in the pulse", words)
