#!/usr/bin/env python3
"""Case 23: a backup taken while candidates save, restored elsewhere: the same
counts, the chain valid, and it starts."""
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import House, Client, Form, check, done, khoa

PEOPLE = 6


def candidates(house):
    """Logins of people called to the sitting that is open."""
    now = int(time.time() * 1000)
    return [row[0] for row in house.sql(
        "SELECT a.login FROM candidate c JOIN sitting s ON s.id = c.sitting "
        "JOIN account a ON a.person = c.person "
        "LEFT JOIN attempt t ON t.candidate = c.id "
        "WHERE s.opens_at <= ? AND s.closes_at > ? AND s.ready = 1 AND "
        "c.state = 'called' AND t.id IS NULL ORDER BY c.id LIMIT ?",
        now, now, PEOPLE)]


def open_sitting(house):
    now = int(time.time() * 1000)
    return house.sql("SELECT id FROM sitting WHERE opens_at <= ? AND "
                     "closes_at > ? AND ready = 1", now, now)[0][0]


class Writer(threading.Thread):
    """One candidate who saves answer after answer and remembers when each was
    acknowledged."""

    def __init__(self, house, login, sitting, over):
        super().__init__(daemon=True)
        self.house, self.login = house, login
        self.sitting, self.over = sitting, over
        self.saved, self.wrong = [], None

    def run(self):
        try:
            self.write()
        except Exception as e:  # told by the main thread
            self.wrong = repr(e)

    def write(self):
        me = Client(self.house).sign_in(self.login)
        room = f"/sittings/{self.sitting}"
        _, headers, _ = me.post(room, room, confirmed="1")
        attempt = headers["Location"].split("/")[2]
        turn, last = 0, {}
        while not self.over.is_set():
            page = f"/attempts/{attempt}/{turn % 20 + 1}"
            form = me.form(page, page)
            fields = dict(form.fields)
            typed = {name: values[turn // 20 % len(values)]
                     for name, values in form.radios.items()}
            fields.update(typed)
            fields["go"] = "1"
            status, _, _ = me.ask("POST", page, fields)
            # what is as it stood, or empty, is acknowledged without a row
            if status == 303 and typed and typed != last.get(page):
                self.saved.append((fields["save_id"], time.time()))
            last[page] = typed
            turn += 1


def counts(house, data):
    tables = ("person", "candidate", "attempt", "answer_event", "result",
              "audit_event", "chain", "checkpoint", "session")
    return {t: house.sql(f"SELECT COUNT(*) FROM {t}", data=data)[0][0]
            for t in tables}


def under_load(house, to):
    over = threading.Event()
    writers = [Writer(house, login, open_sitting(house), over)
               for login in candidates(house)]
    check(len(writers) == PEOPLE, "people to write with")
    for w in writers:
        w.start()
    until = time.time() + 60
    while time.time() < until and not all(len(w.saved) > 3 or w.wrong
                                          for w in writers):
        time.sleep(0.1)
    began = time.time()
    status, out, err = khoa("backup", to, "--data", house.data)
    ended = time.time()
    check(status == 0, f"khoa backup: {out}{err}")
    while time.time() < until and not all(
            w.wrong or (w.saved and w.saved[-1][1] > ended) for w in writers):
        time.sleep(0.1)
    over.set()
    for w in writers:
        w.join(60)
        check(not w.wrong, f"{w.login}: {w.wrong}")
        check(len(w.saved) > 4, f"{w.login} saved {len(w.saved)} times")
    before = {s for w in writers for s, at in w.saved if at < began}
    after = {s for w in writers for s, at in w.saved if at > ended}
    check(before, "something was saved before the backup")
    check(after, "something was saved after it")
    kept = {row[0] for row in house.sql("SELECT save_id FROM answer_event",
                                        data=to)}
    check(before <= kept, f"{len(before - kept)} acknowledged saves are not in "
          "the copy")
    check(not kept & after, "the copy holds what came after it")


def look_at(house, copy):
    sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"],
                          cwd=copy, capture_output=True, text=True)
    check(sums.returncode == 0, f"SHA256SUMS: {sums.stdout}{sums.stderr}")
    for folder, _, files in os.walk(copy):
        check(os.stat(folder).st_mode & 0o077 == 0, f"{folder} is open")
        for name in files:
            path = os.path.join(folder, name)
            check(os.stat(path).st_mode & 0o077 == 0, f"{path} is open")
    a, b = counts(house, house.data), counts(house, copy)
    for table in ("person", "candidate", "attempt", "result"):
        check(a[table] == b[table], f"{table}: {a[table]} and {b[table]}")
    status, out, err = khoa("verify", "--data", copy)
    check(status == 0, f"khoa verify on the copy: {out}{err}")
    status, out, err = khoa("replay", "--data", copy)
    check(status == 0 and "No difference" in out,
          f"khoa replay on the copy: {out}{err}")
    with open(os.path.join(copy, "keys/evidence.key")) as one, \
            open(os.path.join(house.data, "keys/evidence.key")) as two:
        check(one.read() == two.read(), "the key is in it")


def drill_and_restore(house, copy):
    """khoa restore: tried beside the backup, then into a folder of its own."""
    status, out, err = khoa("restore", copy, "--drill")
    check(status == 0 and "drill went well" in out, f"the drill: {out}{err}")
    people = counts(house, copy)["person"]
    check(f"In it are {people} people" in out, f"what is in it: {out}")
    check(not [n for n in os.listdir(house.folder) if "drill" in n],
          "a drill leaves nothing behind")
    to = copy + "-restored"
    status, out, err = khoa("restore", copy, "--data", to)
    check(status == 0, f"khoa restore: {out}{err}")
    status, _, err = khoa("restore", copy, "--data", to)
    check(status == 1, "a folder with something in it is never touched")
    path = os.path.join(copy, "khoa.db")
    with open(path, "r+b") as db:
        db.seek(5000)
        old = db.read(1)
        db.seek(5000)
        db.write(bytes([old[0] ^ 1]))
    status, _, err = khoa("restore", copy, "--drill")
    check(status == 1 and "khoa.db: damaged" in err, f"one bit: {err}")
    with open(path, "r+b") as db:
        db.seek(5000)
        db.write(old)
    with open(os.path.join(copy, "SHA256SUMS"), "a") as sums:
        sums.write("0" * 64 + "  ../outside\n")
    status, _, err = khoa("restore", copy, "--drill")
    check(status == 1 and "names no file of a backup" in err, f"a way out: {err}")
    return to


def scheduled(house):
    into = os.path.join(house.folder, "scheduled")
    for turn in range(3):
        status, out, err = khoa("backup", "--into", into, "--keep", "2",
                                "--data", house.data)
        check(status == 0, f"a scheduled backup: {out}{err}")
        if not turn:
            os.mkdir(os.path.join(into, "not-ours"))
        time.sleep(1.1)
    names = sorted(os.listdir(into))
    check(len(names) == 3 and names[2] == "not-ours", f"two are kept: {names}")
    status, out, _ = khoa("restore", into, "--drill")
    check(status == 0 and names[1] in out, f"the newest is tried: {out}")
    status, _, _ = khoa("backup", "--into", into, "--keep", "1", "--data",
                        house.data)
    check(status == 2, "one backup is too few to keep")


def restore(house, copy):
    before = counts(house, copy)
    house.serve(data=copy)
    status, _, content = Client(house).sign_in("nhansu").get("/results")
    check(status == 200 and "an toàn thông tin" in content.decode(),
          "results are shown from the copy")
    time.sleep(1.5)  # the sealer has been there
    status, out, err = khoa("verify", "--data", copy)
    check(status == 0, f"khoa verify beside the restored server: {out}{err}")
    seconds, code = house.stop()
    check(code == 0, "the restored server ends well")
    after = counts(house, copy)
    for table in ("answer_event", "result", "person", "candidate"):
        check(before[table] <= after[table], f"{table} after the start")


def refusals(house, to):
    status, _, err = khoa("backup", to, "--data", house.data)
    check(status == 1 and "exists" in err, "a backup is not overwritten")
    # a file that was damaged stops the backup
    blobs = os.path.join(house.data, "blobs")
    folder = os.path.join(blobs, sorted(os.listdir(blobs))[0])
    path = os.path.join(folder, os.listdir(folder)[0])
    with open(path, "r+b") as blob:
        blob.write(b"x")
    status, _, err = khoa("backup", to + "2", "--data", house.data)
    check(status == 1 and "damaged" in err, "a damaged file is told")
    check(not os.path.exists(to + "2") and not os.path.exists(to + "2.partial"),
          "and nothing is left of the backup")
    status, out, err = khoa("verify", "--data", house.data)
    check(status == 1 and os.path.basename(path) in err,
          "khoa verify names the file")


with House() as house:
    copy = os.path.join(house.folder, "copy")
    house.serve()
    under_load(house, copy)
    house.stop()
    look_at(house, copy)
    restore(house, drill_and_restore(house, copy))
    scheduled(house)
    refusals(house, copy)
done("backup")
