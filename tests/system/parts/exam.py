"""A real server on demo data and candidates who sit its open test, for the
system tests. Standard library only.

    with Folder() as folder:
        server = folder.server(); server.start()
        who = Candidate(server, "sh0011"); who.sign_in(); who.start()
        who.save(slot, answer)

Nothing here shares code with Khoa: what it should have stored is read with
sqlite3, what it should have scored is reckoned from the keys of the bank.
"""
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.parse
from decimal import Decimal, ROUND_HALF_UP

BUILD = os.path.abspath(os.environ.get("KHOA_BUILD", "build/dev"))
TOP = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
PASSWORD = "song-hong-2026"
PATIENCE = 60  # seconds; timings are reported, never judged, but for this


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Folder:
    """Demo data in a folder that goes away again; `options` say where its
    database is, if not in there."""

    def __init__(self, options=()):
        self.options = list(options)

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="khoa-system.")
        self.data = os.path.join(self.path, "data")
        self.servers = []
        command = [BUILD + "/khoa", "setup", "--demo", "--data", self.data, "--share", TOP] + self.options
        if not self.options:
            command = [TOP + "/tests/demo-data", BUILD, self.data]
        made = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if made.returncode:
            raise SystemExit("khoa setup failed:\n" + made.stderr)
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.kill()
        shutil.rmtree(self.path, ignore_errors=True)

    def server(self, **more):
        server = Server(self.data, os.path.join(self.path, "log"),
                        options=self.options + list(more.pop("options", ())), **more)
        self.servers.append(server)
        return server

    def database(self):
        return sqlite3.connect("file:%s/khoa.db?mode=ro" % self.data, uri=True)


class Server:
    def __init__(self, data, log, env=None, options=(), before=None):
        self.data, self.log, self.port = data, log, free_port()
        self.env, self.options, self.before = env or {}, list(options), before
        self.process = None

    def start(self):
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [BUILD + "/khoa", "serve", "--data", self.data, "--port", str(self.port)] + self.options,
            stdout=subprocess.DEVNULL, stderr=open(self.log, "a"), env=dict(os.environ, **self.env),
            preexec_fn=self.before)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit("the server does not start:\n" + self.tail())
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                link.request("GET", "/healthz")
                if link.getresponse().status == 200:
                    return time.monotonic() - self.began
            except OSError:
                time.sleep(0.02)
        raise SystemExit("the server is not up in %d s:\n%s" % (PATIENCE, self.tail()))

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self):
        """SIGTERM; the seconds it took and the exit status."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE), time.monotonic() - began

    def tail(self):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-20:])

    def metric(self, name):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        link.request("GET", "/metrics")
        found = re.search(r"^%s (-?\d+)$" % name, link.getresponse().read().decode(), re.M)
        return int(found.group(1)) if found else None


class Unknown(Exception):
    """No answer, or one that says nothing: it may have happened or not."""


class Candidate:
    def __init__(self, server, login):
        self.server, self.login = server, login
        self.link, self.cookies, self.csrf = None, {}, ""
        self.revision, self.log = {}, []

    # ---- one exchange ------------------------------------------------------

    def ask(self, method, path, form=None, script=False):
        headers = {"Cookie": "; ".join("%s=%s" % pair for pair in self.cookies.items()),
                   "Origin": "http://127.0.0.1:%d" % self.server.port}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if script:
            headers["Accept"] = "application/json"
        try:
            if not self.link:
                self.link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            self.link.request(method, path, body, headers)
            reply = self.link.getresponse()
            text = reply.read().decode()
        except (OSError, http.client.HTTPException) as why:
            self.hang_up()
            raise Unknown(why)
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        if reply.will_close:
            self.hang_up()
        found = re.search(r'name="csrf" value="([^"]*)"', text)
        if found:
            self.csrf = found.group(1)
        return reply.status, reply.headers.get("Location"), text

    def hang_up(self):
        if self.link:
            self.link.close()
        self.link = None

    def insist(self, *request, wanted=(200, 303), stop=None, **more):
        """Again until there is an answer."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.ask(*request, **more)
                if answer[0] in wanted:
                    return answer
                why = "%d %s" % (answer[0], answer[2][:300])
            except Unknown as trouble:
                why = repr(trouble)
            if time.monotonic() > until:
                raise AssertionError("%s: %s gets no answer: %s" % (self.login, request[:2], why))
            time.sleep(0.02 + random.random() * 0.1)

    # ---- from the door to the paper -----------------------------------------

    def sign_in(self):
        self.insist("GET", "/sign-in")
        for _ in range(20):
            status, _, _ = self.insist("POST", "/sign-in", {"csrf": self.csrf, "login": self.login, "password": PASSWORD},
                                       wanted=(303, 422, 429))
            if status == 303:
                return
            time.sleep(0.5)
        raise AssertionError(self.login + " does not get in")

    def start(self):
        _, _, page = self.insist("GET", "/sittings")
        for sitting in dict.fromkeys(re.findall(r"/sittings/(\d+)", page)):
            self.insist("GET", "/sittings/" + sitting)
            _, where, _ = self.insist("POST", "/sittings/" + sitting, {"csrf": self.csrf, "confirmed": "1"})
            if where and where.startswith("/attempts/"):
                self.attempt = int(where.split("/")[2])
                return
        raise AssertionError(self.login + " has nothing to sit")

    def open_slot(self, slot):
        """The page of a question, or None when the time is over."""
        status, _, page = self.insist("GET", "/attempts/%d/%d" % (self.attempt, slot))
        if status == 303:
            return None
        self.revision[slot] = int(re.search(r'name="base" value="(\d+)"', page).group(1))
        return page

    # ---- saving ---------------------------------------------------------------

    def save_once(self, slot, answer, save_id):
        form = {"csrf": self.csrf, "base": self.revision.get(slot, 0), "save_id": save_id}
        for name, value in answer.items():
            form["a." + name] = value
        status, _, text = self.ask("POST", "/attempts/%d/%d" % (self.attempt, slot), form, script=True)
        if status not in (200, 409, 410):
            raise Unknown("%d %s" % (status, text[:300]))
        reply = json.loads(text)
        self.revision[slot] = reply["revision"]
        entry = dict(reply, attempt=self.attempt, slot=slot, answer=answer, save_id=save_id,
                     at=time.time(), by=id(self), status=status)
        self.log.append(entry)
        return entry

    def save(self, slot, answer):
        """With one id until it is known what became of it."""
        save_id = "%024x" % random.getrandbits(96)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.save_once(slot, answer, save_id)
            except Unknown as why:
                if time.monotonic() > until:
                    raise AssertionError("%s: a save gets no answer: %s" % (self.login, why))
                time.sleep(0.02 + random.random() * 0.1)

    def hand_in(self):
        self.insist("GET", "/attempts/%d/review" % self.attempt)
        self.insist("POST", "/attempts/%d/hand-in" % self.attempt, {"csrf": self.csrf})


# ---- the bank's keys, and what an answer is worth -----------------------------

class Bank:
    def __init__(self, folder):
        db = folder.database()
        self.items, self.truth = {}, {}
        for item, plugin, body in db.execute(
                "SELECT i.id, p.plugin, i.body FROM item i JOIN package p ON p.id = i.package"):
            self.items[item] = (plugin, json.loads(body))
        for item, number, truth in db.execute("SELECT item, number, truth FROM item_variant"):
            self.truth[item, number] = json.loads(truth)
        db.close()

    def papers(self, folder):
        db = folder.database()
        papers = {id: json.loads(paper)["slots"] for id, paper in db.execute("SELECT id, paper FROM attempt")}
        db.close()
        return papers

    def number(self, slot):
        plugin, body = self.items[slot["item"]]
        value = Decimal(self.truth[slot["item"], slot["variant"]]["value"]["$"])
        if "decimals" in body and len(str(value)) > 12:
            value = value.quantize(Decimal(1).scaleb(-body["decimals"]), ROUND_HALF_UP)
        return value

    def some_answer(self, slot, dice):
        """Right about half the time."""
        plugin, body = self.items[slot["item"]]
        if plugin == "khoa.single-choice":
            return {"answer": dice.choice(body["option"])["id"]}
        if plugin == "khoa.multiple-choice":
            if dice.random() < 0.4:
                return {"answer": [o["id"] for o in body["option"] if o["right"]]}
            return {"answer": [o["id"] for o in body["option"] if dice.random() < 0.5] or [body["option"][0]["id"]]}
        if plugin == "khoa.numeric":
            value = self.number(slot) + (dice.randrange(1000, 9999) if dice.random() < 0.5 else 0)
            return {"answer": format(value, "f").replace(".", ",")}
        if dice.random() < 0.5:
            return {"answer": next(a["text"] for a in body["accept"] if "text" in a)}
        return {"answer": "không nhớ %d" % dice.randrange(1000)}

    def share(self, slot, answer):
        """0 to 1; a third is a third."""
        plugin, body = self.items[slot["item"]]
        typed = (answer or {}).get("answer")
        if not typed:
            return 0.0
        if plugin == "khoa.single-choice":
            return float(any(o["id"] == typed and o["right"] for o in body["option"]))
        if plugin == "khoa.multiple-choice":
            right = {o["id"] for o in body["option"] if o["right"]}
            hit, wrong = len(right & set(typed)), len(set(typed) - right)
            if body["credit"] == "all":
                return float(set(typed) == right)
            return max(0, hit - wrong) / len(right)
        if plugin == "khoa.numeric":
            return float(Decimal(typed.replace(",", ".")) == self.number(slot))
        return float(next((a["score"] for a in body["accept"] if a.get("text") == typed), 0))


def logins_called(folder):
    """Of everybody who is called to the sitting of demo data that is open; who may see its items is not."""
    db = folder.database()
    logins = [row[0] for row in db.execute(
        "SELECT a.login FROM account a JOIN person p ON p.id = a.person "
        "JOIN candidate c ON c.person = p.id JOIN sitting s ON s.id = c.sitting "
        "WHERE p.left_on IS NULL AND c.state = 'called' AND s.code = 'ATTT-2026-2' ORDER BY a.id")]
    db.close()
    return logins


def in_parallel(work, things, threads=8):
    """work(thing) for each; the first failure is raised."""
    queue, failures = list(things), []

    def run():
        while queue and not failures:
            try:
                thing = queue.pop(0)
            except IndexError:
                return
            try:
                work(thing)
            except BaseException as why:
                failures.append(why)

    crew = [threading.Thread(target=run) for _ in range(threads)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    if failures:
        raise failures[0]


# ---- what must be stored ---------------------------------------------------------

def check_log(folder, log):
    """Every receipt that was given is honoured; returns the standing answers,
    {(attempt, slot): answer}, as the log alone tells them."""
    db = folder.database()
    stored = {}
    for attempt, slot, kind, revision, save_id, receipt, body in db.execute(
            "SELECT attempt, slot, kind, revision, save_id, receipt, body FROM answer_event WHERE body IS NOT NULL"):
        stored.setdefault((attempt, slot), []).append((kind, revision, save_id, receipt, json.loads(body)))
    missing, standing, seen = [], {}, {}
    for entry in log:
        here = stored.get((entry["attempt"], entry["slot"]), [])
        key = entry["attempt"], entry["slot"]
        if entry["state"] == "saved":
            # What stands already is acknowledged with the receipt it had.
            if not any(kind == "save" and revision == entry["revision"] and receipt == entry["receipt"] and
                       body == entry["answer"] for kind, revision, _, receipt, body in here):
                missing.append(entry)
            if entry["revision"] >= standing.get(key, (0, None))[0]:
                standing[key] = entry["revision"], entry["answer"]
            before = seen.get((key, entry["by"]), 0)
            if entry["revision"] < before:
                missing.append(dict(entry, why="its revision went back from %d" % before))
            seen[key, entry["by"]] = entry["revision"]
        elif not any(save_id == entry["save_id"] and body == entry["answer"] for _, _, save_id, _, body in here):
            missing.append(entry)
    assert not missing, "%d receipts are not honoured, such as %r" % (len(missing), missing[0])
    for key, (revision, answer) in standing.items():
        top = max((r, body) for kind, r, _, _, body in
                  ((k, r, s, c, json.dumps(b, sort_keys=True)) for k, r, s, c, b in stored[key]) for body in [body]
                  if kind == "save")
        assert top == (revision, json.dumps(answer, sort_keys=True)), \
            "%r: stored is %r, acknowledged was %d %r" % (key, top, revision, answer)
    twice = db.execute("SELECT COUNT(*) FROM (SELECT 1 FROM answer_event WHERE kind = 'save' "
                       "GROUP BY attempt, slot, revision HAVING COUNT(*) > 1)").fetchone()[0]
    assert twice == 0, "%d revisions were given out twice" % twice
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    return {key: answer for key, (_, answer) in standing.items()}


def check_scores(folder, bank, attempts, standing):
    """Waits for the results of these attempts and reckons each again."""
    until, marks = time.monotonic() + PATIENCE, ",".join(map(str, attempts))
    db = folder.database()
    while True:
        results = db.execute("SELECT attempt, state, points, max_points, percent, pass_percent, passed, sequence "
                             "FROM result WHERE attempt IN (%s)" % marks).fetchall()
        if len(results) >= len(attempts) or time.monotonic() > until:
            break
        time.sleep(0.1)
    db.close()
    papers = bank.papers(folder)
    assert sorted(r[0] for r in results) == sorted(attempts), "%d results for %d attempts" % (len(results), len(attempts))
    for attempt, state, points, most, percent, mark, passed, sequence in results:
        mine = round(sum(bank.share(slot, standing.get((attempt, i + 1))) * slot["points"]
                         for i, slot in enumerate(papers[attempt])), 6)  # once, of the whole
        full = sum(slot["points"] for slot in papers[attempt])
        assert state == "graded" and sequence == 1, (attempt, state, sequence)
        assert abs(points - mine) < 1e-6 and abs(most - full) < 1e-6, \
            "attempt %d: %r of %r, reckoned %r of %r" % (attempt, points, most, mine, full)
        assert abs(percent - mine / full * 100) < 2e-6 and bool(passed) == (mine * 100 >= mark * full - 1e-9)
    return len(results)
