#!/usr/bin/env python3
"""What an operator meets: a server that refuses to start where it would do
harm and says what to do, figures and health, a log without anybody in it, an
end within ten seconds with nothing lost (case 24)."""
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import House, Client, KHOA, check, done, khoa


def refuses(house, data, words, what):
    """The server does not start on this data, and says so in these words."""
    run = subprocess.run([KHOA, "serve", "--data", data, "--port", "0"],
                         capture_output=True, text=True, timeout=60)
    told = " ".join(line for line in run.stderr.splitlines())
    check(run.returncode == 1, f"{what}: exit {run.returncode}")
    for word in words:
        check(word in told, f"{what}: {told!r} does not say {word!r}")


def copy_of(house, name):
    to = os.path.join(house.folder, name)
    shutil.copytree(house.data, to)
    return to


def by_hand(data, *statements):
    base = sqlite3.connect(os.path.join(data, "khoa.db"))
    for s in statements:
        base.execute(s)
    base.commit()
    base.close()


def start_where_it_would_do_harm(house):
    future = copy_of(house, "future")
    by_hand(future, "INSERT INTO schema_version VALUES (9999, 1)")
    refuses(house, future, ["newer Khoa"], "a schema from the future")
    for command in (["verify"], ["backup", future + "-copy"],
                    ["export", "results", "--format", "csv", "--out", "x"]):
        status, _, err = khoa(*command, "--data", future)
        check(status == 1 and "newer Khoa" in err, f"{command}: {err}")

    early = copy_of(house, "early")  # an event of 2039
    by_hand(early, "INSERT INTO audit_event (id, at, action, detail) VALUES "
            "(1258291200000000000, 1, 'x', '{}')")
    refuses(house, early, ["clock"], "a clock before the last event")

    garbage = copy_of(house, "garbage")
    with open(os.path.join(garbage, "khoa.db"), "r+b") as file:
        file.write(b"not a database at all")
    refuses(house, garbage, ["cannot be opened", "backup"], "no database")

    none = os.path.join(house.folder, "none")
    refuses(house, none, ["there is no such folder"], "no folder")
    status, _, err = khoa("verify", "--data", none)
    check(status == 1 and "no database" in err, f"verify of nothing: {err}")


def broken_log_of_writes(house):
    """Kill a server that has written, so that its log stands; then break it."""
    data = copy_of(house, "wal")
    house.serve(data=data)
    for _ in range(4):
        Client(house).sign_in("hocvien")
    time.sleep(1.2)
    house.stop(signal.SIGKILL)
    wal = os.path.join(data, "khoa.db-wal")
    size = os.path.getsize(wal)
    check(size > 3 * 4120, f"there is a log of writes: {size}")
    torn = shutil.copytree(data, data + "-torn")
    with open(os.path.join(torn, "khoa.db-wal"), "r+b") as file:
        file.truncate(size - 100)  # the last transaction was cut off
    house.serve(data=torn)
    house.stop()
    with open(wal, "r+b") as file:
        file.seek(32 + 24 + 1000)  # the first page of the first transaction
        byte = file.read(1)
        file.seek(32 + 24 + 1000)
        file.write(bytes([byte[0] ^ 1]))
    refuses(house, data, ["log of writes is broken", "backup"], "a broken log")


def what_was_to_be_sent(house):
    """A server killed while it sent a paper with codes leaves it; the next
    start deletes it, and nothing that somebody else put there."""
    folder = os.path.join(house.data, "tmp")
    os.makedirs(folder, exist_ok=True)
    ours, other = (os.path.join(folder, name) for name in
                   ("paper-123456789012345678", "ghi-chu.txt"))
    for path in (ours, other):
        open(path, "w").close()
    house.serve()
    check(not os.path.exists(ours), "a paper with codes is left")
    check(os.path.exists(other), "a file of somebody else is gone")
    house.stop()


def a_second_instance(house):
    house.serve()
    refuses(house, house.data, ["another process serves", "stop it"],
            "a second instance")
    status, out, err = khoa("verify", "--data", house.data)
    check(status == 0, f"verify beside it: {out}{err}")
    house.stop()


def damaged_pages(house):
    """A damaged page does not keep the server from starting, since the check
    takes minutes in a large house; but it is found and told."""
    data = copy_of(house, "damaged")
    path = os.path.join(data, "khoa.db")
    base = sqlite3.connect(path)
    page = base.execute("SELECT rootpage FROM sqlite_master WHERE name = "
                        "'person_word'").fetchone()[0]
    size = base.execute("PRAGMA page_size").fetchone()[0]
    base.close()
    with open(path, "r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\xff" * 400)
    house.serve(data=data, wait=False)
    found = False
    for _ in range(150):
        time.sleep(0.1)
        try:
            status, _, content = Client(house).get("/healthz")
        except OSError:
            continue
        found = status == 503 and b"damaged" in content
        if found:
            break
    check(found, "/healthz tells of a damaged database")
    house.stop()
    status, _, err = khoa("backup", data + "-copy", "--data", data)
    check(status == 1 and not os.path.exists(data + "-copy"),
          f"a backup of it is refused: {err}")


# ---- figures, help, log

def figures(house):
    me = Client(house).sign_in("nhansu")
    me.get("/results")
    me.get("/no-such-page")
    status, headers, content = me.get("/metrics")
    check(status == 200 and headers["Content-Type"].startswith("text/plain"),
          "metrics are text")
    text, typed, seen = content.decode(), {}, {}
    for line in text.splitlines():
        kind = re.match(r"# (HELP|TYPE) ([a-z_]+) (.+)", line)
        if kind:
            typed.setdefault(kind[2], set()).add(kind[1])
            continue
        sample = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})?'
                              r' (-?[0-9.e+]+)', line)
        if not check(sample, f"metrics: {line!r}"):
            continue
        seen[sample[1] + (sample[2] or "")] = float(sample[4])
        base = re.sub("_(bucket|sum|count)$", "", sample[1])
        check(typed.get(base) or typed.get(sample[1]), f"{line!r} is described")
    check(all(k == {"HELP", "TYPE"} for k in typed.values()), "HELP and TYPE")
    for name in ("khoa_sessions", "khoa_attempts_open", "khoa_grading_waiting",
                 "khoa_grading_age_seconds", "khoa_plugin_calls_total",
                 "khoa_plugin_killed_total", "khoa_sealer_lag_seconds",
                 "khoa_db_commits_total", "khoa_process_resident_bytes",
                 'khoa_saves_total{kind="kept"}'):
        check(name in seen, f"{name} is told")
    check(seen.get("khoa_sessions", 0) >= 1, "a session is counted")
    check(seen.get("khoa_process_resident_bytes", 0) > 1e6, "memory")
    check(seen.get('khoa_http_requests_total{class="page",code="200"}', 0) >= 1,
          "a page is counted")
    check(seen.get('khoa_http_requests_total{class="refused",code="404"}', 0) >= 1,
          "an unknown address is counted")
    check(seen['khoa_http_request_duration_seconds_bucket{class="page",le="+Inf"}']
          == seen['khoa_http_request_duration_seconds_count{class="page"}'],
          "the histogram adds up")
    check("no-such-page" not in text, "no address gets into the figures")
    status, _, _ = Client(house).get("/healthz")
    check(status == 200, "it is well")


def nobody_in_the_log(house):
    text = house.log_text()
    lines = [line for line in text.splitlines() if line.startswith("{")]
    check(len(lines) > 10, "there is a log")
    for line in lines:
        try:
            json.loads(line)
        except ValueError:
            check(False, f"no JSON: {line!r}")
    secrets = [house.password]
    for row in house.sql("SELECT full_name, staff_number, national_id FROM "
                         "person"):
        secrets += [value for value in row if value]
    for row in house.sql("SELECT token_digest, csrf FROM session UNION ALL "
                         "SELECT password, login FROM account"):
        secrets += [value for value in row if value and len(value) > 4]
    for secret in set(secrets):
        check(all(secret not in line for line in lines),
              f"the log holds {secret!r}")


def help_helps():
    status, out, _ = khoa("--help")
    check(status == 0, "khoa --help")
    names = re.findall(r"^  ([a-z]+) ", out, re.M)
    check({"backup", "export", "import", "serve", "setup", "verify"} <=
          set(names), f"commands: {names}")
    for name in names:
        status, told, err = khoa(name, "--help")
        check(status == 0 and told.startswith(f"usage: khoa {name}"),
              f"khoa {name} --help: {told}{err}")
        if name == "version":
            continue
        status, _, err = khoa(name, "--no-such-option")
        check(status == 2 and err, f"khoa {name} --no-such-option: {status}")
        for option in set(re.findall(r"^  (--[a-z-]+)", told, re.M)):
            _, _, err = khoa(name, option, "/dev/null/x", "--no-such-option")
            check(f"unrecognized option '{option}'" not in err,
                  f"khoa {name} {option} is told and not known")


# ---- the end under load

class Switcher(threading.Thread):
    """Somebody who changes the language again and again; remembers the last
    that was acknowledged."""

    def __init__(self, house, login, over):
        super().__init__(daemon=True)
        self.house, self.login, self.over = house, login, over
        self.acknowledged, self.count, self.asked = None, 0, None

    def run(self):
        try:
            me = Client(self.house).sign_in(self.login)
            form = dict(me.form("/account", "/language").fields)
        except (OSError, RuntimeError, Exception):
            return
        while not self.over.is_set():
            language = "en" if self.count % 2 == 0 else "vi"
            try:
                self.asked = language
                status, _, _ = me.ask("POST", "/language",
                                      {**form, "language": language})
            except Exception:
                return
            if status != 303:
                return
            self.acknowledged = language
            self.count += 1


def the_end_under_load(house):
    over = threading.Event()
    people = ["hocvien", "nhansu", "tochuc", "thanhtra", "biensoan", "thamdinh"]
    crowd = [Switcher(house, login, over) for login in people]
    for one in crowd:
        one.start()
    until = time.time() + 60
    while time.time() < until and not all(one.count > 5 for one in crowd):
        time.sleep(0.05)
    check(all(one.count > 5 for one in crowd),
          f"they are busy: {[one.count for one in crowd]}")
    seconds, status = house.stop()
    over.set()
    for one in crowd:
        one.join(20)
    check(status == 0, f"it ended with {status}")
    check(seconds < 10, f"it took {seconds:.1f} s to end")
    for one in crowd:
        kept = house.sql("SELECT language FROM account WHERE login = ?",
                         one.login)[0][0]
        # what was asked for and not answered may have been kept or not
        check(kept in (one.acknowledged, one.asked),
              f"{one.login}: {kept}, acknowledged {one.acknowledged}")


with House() as house:
    help_helps()
    start_where_it_would_do_harm(house)
    a_second_instance(house)
    broken_log_of_writes(house)
    what_was_to_be_sent(house)
    damaged_pages(house)
    house.serve()
    figures(house)
    nobody_in_the_log(house)
    the_end_under_load(house)
    status, out, err = khoa("verify", "--data", house.data)
    check(status == 0, f"khoa verify at the end: {out}{err}")
done("operation")
