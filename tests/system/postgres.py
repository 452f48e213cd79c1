#!/usr/bin/env python3
"""The whole house on PostgreSQL: set up, sat in by eight at once, killed in the
middle, graded, exported, verified, and copied by khoa backup into a second
database that verifies too. Wants the address of a server in KHOA_PG; without
one it fails, since this engine is never skipped.
"""
import json
import os
import random
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import BUILD, PATIENCE, Candidate, Folder, in_parallel

SERVER = os.environ.get("KHOA_PG") or sys.exit("KHOA_PG is not set")
LOGINS = ["hocvien"] + ["sh%04d" % n for n in range(11, 18)]


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, "%s: %s%s" % (" ".join(command[:3]), done.stdout[-800:], done.stderr[-800:])
    return done.stdout


def psql(address, query):
    return run("psql", "-q", "-X", "-At", address, "-c", query)


def new_database(name):
    psql(SERVER, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'" % name)
    return SERVER.replace("/postgres?", "/%s?" % name)


def rows(address, query):
    return json.loads(psql(address, "SELECT COALESCE(json_agg(t), '[]') FROM (%s) t" % query))


def sit(server, login):
    who = Candidate(server, login)
    who.sign_in()
    who.start()
    return who


def save_all(who):
    """Something in every slot that takes a text, twice in some."""
    for slot in range(1, 21):
        page = who.open_slot(slot)
        if 'type="text"' in page:
            who.save(slot, {"answer": "l%d" % slot})
            if slot % 2:
                who.save(slot, {"answer": "m%d" % slot})


def check_receipts(address, crowd):
    stored = {(r["attempt"], r["slot"], r["revision"]): (r["receipt"], json.loads(r["body"])) for r in rows(
        address, "SELECT attempt, slot, revision, receipt, body FROM answer_event WHERE kind = 'save'")}
    count = 0
    for who in crowd:
        for entry in who.log:
            assert entry["state"] == "saved", entry
            assert stored[entry["attempt"], entry["slot"], entry["revision"]] == (entry["receipt"], entry["answer"])
            count += 1
    assert count > len(crowd), "nobody got to save anything"
    return count


def wait_for_results(address, crowd):
    marks, until = ",".join(str(c.attempt) for c in crowd), time.monotonic() + PATIENCE
    while True:
        found = rows(address, "SELECT attempt, percent, passed FROM result WHERE attempt IN (%s)" % marks)
        if len(found) == len(crowd):
            return {row["attempt"]: row for row in found}
        assert time.monotonic() < until, "%d results of %d" % (len(found), len(crowd))
        time.sleep(0.2)


def main():
    name = "khoa_system_%d_%d" % (os.getpid(), random.randrange(10**6))
    first, second = new_database(name), new_database(name + "_copy")
    try:
        with Folder(["--database", first]) as folder:
            server = folder.server()
            server.start()
            crowd = []
            in_parallel(lambda login: crowd.append(sit(server, login)), LOGINS)
            in_parallel(save_all, crowd[:4])
            server.kill()
            server.start()
            in_parallel(save_all, crowd[4:])
            print("%d receipts are honoured" % check_receipts(first, crowd))
            in_parallel(lambda who: who.hand_in(), crowd)
            results = wait_for_results(first, crowd)

            out = os.path.join(folder.path, "out.json")
            here = ["--data", folder.data, "--database", first]
            run(BUILD + "/khoa", "export", "results", "--format", "json", "--out", out, *here)
            with open(out) as file:
                told = json.dumps(json.load(file))
            for row in results.values():
                assert json.dumps(row["percent"]).rstrip("0").rstrip(".") in told, row
            server.stop()
            copy = os.path.join(folder.path, "copy")
            run(BUILD + "/khoa", "backup", copy, *here)
            run("pg_restore", "--no-owner", "-d", second, os.path.join(copy, "khoa.dump"))
            for data, address in (folder.data, first), (copy, second):
                run(BUILD + "/khoa", "verify", "--data", data, "--database", address)
            for table in "answer_event", "result", "audit_event", "chain":
                count = "SELECT COUNT(*) FROM " + table
                assert psql(first, count) == psql(second, count), table
            psql(first, "UPDATE result SET percent = percent + 1 WHERE attempt = %d" % crowd[0].attempt)
            wrong = subprocess.run([BUILD + "/khoa", "verify"] + here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            assert wrong.returncode == 1, "a changed result was not found"
        print("passed")
    finally:
        for database in name, name + "_copy":
            psql(SERVER, "DROP DATABASE IF EXISTS %s WITH (FORCE)" % database)


if __name__ == "__main__":
    main()
