#!/usr/bin/env python3
"""What Khoa carries: builds a city, plays it with the load driver, checks the
database afterwards and prints a table. Figures, no verdict; scenarios have the
numbers of the design.

    tools/bench [--people 131110] [--only saves,attempts,...] [--json FILE]

Server, driver and everything else share this machine; nothing else should run
on it. Every line says what was measured; a line whose check failed says so and
the exit status is 1.
"""
import argparse
import hashlib
import json
import os
import re
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../system/parts"))
import exam  # noqa: E402

BUILD = exam.BUILD
VIETNAM = timezone(timedelta(hours=7))


def processor_seconds(server):
    """Of the server and its locked processes."""
    total = 0
    for pid in family(server.process.pid):
        with open("/proc/%d/stat" % pid) as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += sum(int(f) for f in fields[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def family(pid):
    """A process and those it started."""
    found = [pid]
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/children" % (pid, task)) as children:
            for child in children.read().split():
                found += family(int(child))
    return found


def memory_mib(server):
    """What all processes of the server hold, shared pages divided (PSS)."""
    total = 0
    for pid in family(server.process.pid):
        with open("/proc/%d/smaps_rollup" % pid) as rollup:
            total += int(re.search(r"^Pss:\s+(\d+)", rollup.read(), re.M).group(1))
    return total / 1024


class City:
    """A city of `people` with the course of the driver, two sittings of it that
    call everybody, and a session for each."""

    def __init__(self, people):
        self.people = people
        self.folder = tempfile.TemporaryDirectory(prefix="khoa-bench.")
        self.data = os.path.join(self.folder.name, "data")
        self.sessions = os.path.join(self.folder.name, "sessions")
        self.database = os.path.join(self.data, "khoa.db")
        self.log = os.path.join(self.folder.name, "log")
        began = time.monotonic()
        self.run("setup", "--city", str(people), "--share", exam.TOP)
        self.setup_s = time.monotonic() - began
        course = os.path.join(self.folder.name, "course")
        os.mkdir(course)
        subprocess.run([BUILD + "/khoa-load", "course", course], check=True)
        self.run("import", "course", course)

    def run(self, *command):
        done = subprocess.run([BUILD + "/khoa", *command[:2], *command[2:], "--data", self.data],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit("khoa %s failed:\n%s%s" % (command[0], done.stdout[-2000:], done.stderr[-2000:]))
        return done.stdout

    def serve(self):
        self.server = exam.Server(self.data, self.log)
        return self.server.start()

    def ask(self, sql, *args):
        db = sqlite3.connect("file:%s?mode=ro" % self.database, uri=True)
        rows = db.execute(sql, args).fetchall()
        db.close()
        return rows

    def organise(self):
        """As the organiser does it in a browser."""
        self.serve()
        who = exam.Candidate(self.server, "tochuc")
        who.sign_in()
        self.sittings, root = {}, self.ask("SELECT unit FROM unit_code WHERE code = 'H99'")[0][0]
        now = datetime.now(VIETNAM)
        for test, code in self.ask("SELECT id, code FROM test WHERE code LIKE 'tai-%'"):
            who.insist("GET", "/tests/%d" % test)
            who.insist("POST", "/tests/%d/publish" % test, {"csrf": who.csrf})
            form = {"csrf": who.csrf, "test": test, "code": code, "title_vi": code, "title_en": code, "basis": "",
                    "opens": (now - timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"),
                    "closes": (now + timedelta(days=2)).strftime("%d/%m/%Y %H:%M"),
                    "rules_vi": "Làm bài một mình.", "rules_en": "Work alone.", "people": "", "find": "",
                    "unit": root, "go": "preview"}
            _, _, page = who.insist("POST", "/schedule/new", form)
            form.update(go="schedule", called=re.search(r'name="called" value="(\d+)"', page).group(1))
            began = time.monotonic()
            who.insist("POST", "/schedule/new", form, wanted=(303,))
            self.calling_s = time.monotonic() - began
            self.sittings[code] = self.ask("SELECT id FROM sitting WHERE code = ?", code)[0][0]
        self.server.stop()

    def sign_everybody_in(self):
        """Sessions are put into the database: signing in is measured apart."""
        now = int(time.time() * 1000)
        db = sqlite3.connect(self.database)
        with open(self.sessions, "w") as out:
            rows = []
            for account, person in db.execute(
                    "SELECT a.id, a.person FROM account a JOIN person p ON p.id = a.person WHERE p.left_on IS NULL"):
                token, csrf = secrets.token_hex(32), secrets.token_hex(32)
                digest = hashlib.sha256(b"khoa session\0" + token.encode() + b"\0").hexdigest()
                rows.append((digest, account, csrf, now, now, now + 86400000, 1))
                out.write("%s %s %d\n" % (token, csrf, person))
        with db:
            db.executemany("INSERT INTO session (token_digest, account, csrf, created_at, seen_at, ends_at, second_step)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        db.close()

    def load(self, what, sitting, **options):
        """One run of the driver, and what it cost the server."""
        command = [BUILD + "/khoa-load", what, "--port", str(self.server.port), "--sessions", self.sessions,
                   "--sitting", str(self.sittings[sitting]), "--database", self.database]
        for name, value in options.items():
            command += ["--" + name] + ([] if value is True else [str(value)])
        used = processor_seconds(self.server)
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        used = processor_seconds(self.server) - used
        if done.returncode not in (0, 1):
            raise SystemExit("khoa-load %s failed; the server's log ends with\n%s" % (what, self.server.tail()))
        told = json.loads(done.stdout)
        told["processor_us"] = used * 1e6 / max(1, told["done"])
        return told


# ---- scenarios -------------------------------------------------------------------

def checks(told):
    bad = told["failed"] + told["answers_missing"] + told["scores_wrong"]
    words = []
    if told["answers_checked"]:
        words.append("%d answers found again" % told["answers_checked"])
    if told["scores_checked"]:
        words.append("%d scores reckoned again" % told["scores_checked"])
    if bad:
        words.append("%d FAILED, %d answers MISSING, %d scores WRONG" %
                     (told["failed"], told["answers_missing"], told["scores_wrong"]))
    return bad, ", ".join(words)


def attempts(city, table):
    """1: from the start to the review, a page per question."""
    most = min(city.people - 10, 6000)
    told = city.load("attempts", "tai-20", connections=128, count=most)
    bad, words = checks(told)
    table.row(1, "attempts from start to review, 44 requests, 22 durable writes each",
              "%.0f attempts/s, %.2f ms of processor each, %.0f requests/s" %
              (told["per_second"], told["processor_us"] / 1000, told["per_second"] * 44), words, bad, told)
    rate = told["per_second"] * 0.7
    told = city.load("attempts", "tai-20", connections=200, rate=rate, count=int(min(most, rate * 15)), **{"from": most})
    bad, words = checks(told)
    table.row(1, "the same arriving at %.0f a second (open loop)" % rate,
              "a request p50 %.1f ms, p99 %.0f ms" % (told["p50_ms"], told["p99_ms"]), words, bad, told)


def starts(city, table):
    """3: everybody starts."""
    told = city.load("starts", "tai-60", connections=64)
    bad, words = checks(told)
    table.row(3, "starts, all %d candidates" % told["done"], "%.0f starts/s, %.0f us of processor each, p99 %.0f ms" %
              (told["per_second"], told["processor_us"], told["p99_ms"]), words, bad, told)
    table.row(11, "memory with %d attempts under way, all processes (PSS)" % told["done"],
              "%.0f MiB" % memory_mib(city.server), "", 0, {"mib": memory_mib(city.server)})


def saves(city, table):
    """2: answers at random among all who have started."""
    top = city.load("saves", "tai-60", connections=256, seconds=20)
    bad, words = checks(top)
    table.row(2, "saves among %d open attempts, keep-alive, as many as go" % city.people,
              "%.0f saves/s, %.0f us of processor each, p99 %.0f ms" %
              (top["per_second"], top["processor_us"], top["p99_ms"]), words, bad, top)
    rate = top["per_second"] * 0.8
    told = city.load("saves", "tai-60", connections=256, seconds=15, rate=rate)
    bad, words = checks(told)
    table.row(2, "the same arriving at %.0f a second (open loop)" % rate, "p50 %.1f ms, p99 %.0f ms" %
              (told["p50_ms"], told["p99_ms"]), words, bad, told)
    told = city.load("saves", "tai-60", connections=256, seconds=10, close=True)
    bad, words = checks(told)
    table.row(2, "the same, a connection for each save", "%.0f saves/s, p99 %.0f ms" %
              (told["per_second"], told["p99_ms"]), words, bad, told)


def export(city, table):
    """8: the results of everybody, to a file."""
    rows = city.ask("SELECT COUNT(*) FROM candidate WHERE sitting = ?", city.sittings["tai-60"])[0][0]
    for form, limit in (("xlsx", 10), ("csv", 3), ("json", 3)):
        out = os.path.join(city.folder.name, "results." + form)
        began = time.monotonic()
        child = subprocess.Popen([BUILD + "/khoa", "export", "results", "--sitting", "tai-60", "--format", form, "--out",
                                  out, "--data", city.data], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        table.row(8, "export of %d results as %s" % (rows, form), "%.1f s, %.0f MiB at most, %.0f MB" %
                  (seconds, used.ru_maxrss / 1024, os.path.getsize(out) / 1e6), "", int(status != 0),
                  {"seconds": seconds, "mib": used.ru_maxrss / 1024, "limit_s": limit})
        os.remove(out)


def cold_start(city, table):
    """10: until the first page."""
    times = []
    for _ in range(5):
        city.server.stop()
        times.append(city.serve() * 1000)
    table.row(10, "cold start with the city until the first answer", "%.0f ms (median of 5)" %
              statistics.median(times), "", 0, {"ms": times})


def plugin_calls(city, table):
    """12: through the locked process, and from the cache."""
    done = subprocess.run([BUILD + "/bench-quiz"], stdout=subprocess.PIPE, text=True, cwd=exam.TOP)
    for line in done.stdout.strip().splitlines():
        table.row(12, "plugin calls", line.strip(), "", done.returncode, {"line": line})


def phone(city, table):
    """14: on demo data of its own, by Chromium."""
    subprocess.run([exam.TOP + "/tools/modules", "--test"], check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([exam.TOP + "/tools/node", exam.TOP + "/tests/load/phone.mjs"], stdout=subprocess.PIPE, text=True,
                          env=dict(os.environ, KHOA_BUILD=BUILD))
    for line in done.stdout.strip().splitlines():
        told = json.loads(line)
        table.row(14, "%s on an old phone: slow 4G, a processor 4 times slower" % told["page"],
                  "%.0f kB, %.0f with fonts; largest paint after %.1f s; shift %.3f" %
                  (told["kb"], told["kb_with_fonts"], told["lcp_ms"] / 1000, told["shift"]), "", done.returncode, told)


class Table:
    def __init__(self):
        self.rows, self.bad = [], 0

    def row(self, number, what, measured, checked, bad, told):
        self.rows.append(dict(scenario=number, what=what, measured=measured, checked=checked, told=told))
        self.bad += bool(bad)
        print("| %s | %s | %s%s |" % (number, what, measured, "; " + checked if checked else ""), flush=True)


SCENARIOS = [("attempts", attempts), ("starts", starts), ("saves", saves), ("export", export), ("cold", cold_start),
             ("plugins", plugin_calls), ("phone", phone)]


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--people", type=int, default=131110)
    ask.add_argument("--only", default="", help="scenarios, separated by commas: " + ", ".join(n for n, _ in SCENARIOS))
    ask.add_argument("--json", help="write everything that was measured there")
    asked = ask.parse_args()
    only = asked.only.split(",") if asked.only else [name for name, _ in SCENARIOS]
    if "saves" in only and "starts" not in only:
        only.append("starts")  # there is nothing to save before
    table, city = Table(), City(asked.people)
    print("%d processors, %s, release build, synchronous=FULL, driver and server on this machine" %
          (os.cpu_count(), os.uname().release))
    print("| # | scenario | measured |\n|---|---|---|")
    table.row("", "a city of %d people made" % asked.people, "%.0f s" % city.setup_s, "", 0, {"seconds": city.setup_s})
    city.organise()
    table.row("", "all of them called to a sitting, in one request", "%.1f s" % city.calling_s, "", 0,
              {"seconds": city.calling_s})
    city.sign_everybody_in()
    city.serve()
    try:
        for name, run in SCENARIOS:
            if name in only:
                run(city, table)
    finally:
        city.server.kill()
    if asked.json:
        with open(asked.json, "w") as out:
            json.dump(table.rows, out, ensure_ascii=False, indent=1)
    return 1 if table.bad else 0


if __name__ == "__main__":
    sys.exit(main())
