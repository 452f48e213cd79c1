#!/usr/bin/env python3
"""What an exam meets: a server that is down across the deadline, one that is
told to stop under load, a disk that is full for a while, a clock that is set.

    tests/system/deadline.py
"""
import os
import random
import resource
import sqlite3
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import BUILD, Bank, Candidate, Folder, Unknown, check_log, check_scores, in_parallel, logins_called

HOUR = 3600 * 1000


def seat(folder, server, count, first=0):
    """So many candidates at their papers."""
    logins = logins_called(folder)[first:first + count]
    crowd = [Candidate(server, login) for login in logins]
    in_parallel(lambda c: (c.sign_in(), c.start()), crowd)
    return crowd


def answer_some(crowd, bank, papers, dice, count=5):
    for who in crowd:
        for slot in dice.sample(range(1, len(papers[who.attempt]) + 1), count):
            assert who.save(slot, bank.some_answer(papers[who.attempt][slot - 1], dice))["state"] == "saved"


def change(folder, sql, *values):
    """Behind the back of a server that is not running."""
    db = sqlite3.connect(folder.data + "/khoa.db")
    db.execute(sql, values)
    db.commit()
    db.close()


def attempt_row(folder, attempt):
    db = folder.database()
    row = db.execute("SELECT state, sealed_at, sealed_by, ends_at FROM attempt WHERE id = ?", (attempt,)).fetchone()
    db.close()
    return row


def wait_until(true, what):
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def down_across_the_deadline(folder, server, bank, dice):
    crowd = seat(folder, server, 6)
    papers = bank.papers(folder)
    answer_some(crowd, bank, papers, dice)
    over, going_on = crowd[:3], crowd[3:]
    server.kill()
    end = int(time.time() * 1000) + 500
    for who in over:
        change(folder, "UPDATE attempt SET ends_at = ? WHERE id = ?", end, who.attempt)
    time.sleep(1.5)
    server.start()
    wait_until(lambda: all(attempt_row(folder, c.attempt)[0] == "graded" for c in over), "not closed, not graded")
    for who in over:
        assert attempt_row(folder, who.attempt)[1:] == (end, "deadline", end), "not closed as of the deadline"
        late = who.save(1, bank.some_answer(papers[who.attempt][0], dice))
        assert late["status"] == 410 and late["state"] == "late", late
        assert who.open_slot(1) is None, "the paper can still be opened"
    answer_some(going_on, bank, papers, dice, 2)
    for who in going_on:
        who.hand_in()
    standing = check_log(folder, [e for c in crowd for e in c.log])
    check_scores(folder, bank, [c.attempt for c in crowd], standing)


def told_to_stop_under_load(folder, server, bank, dice):
    crowd = seat(folder, server, 20, first=6)
    papers, stop = bank.papers(folder), threading.Event()

    def save_on(who, mine):
        while not stop.is_set():
            slot = mine.randrange(len(papers[who.attempt])) + 1
            try:
                who.save_once(slot, bank.some_answer(papers[who.attempt][slot - 1], mine), "%x" % mine.getrandbits(90))
            except Unknown:
                pass

    crew = [threading.Thread(target=save_on, args=(c, random.Random(i))) for i, c in enumerate(crowd)]
    for one in crew:
        one.start()
    time.sleep(1.5)
    status, seconds = server.stop()
    stop.set()
    for one in crew:
        one.join()
    assert status == 0, "it ended with %d" % status
    assert seconds < 15, "it took %.1f s" % seconds
    saved = [e for c in crowd for e in c.log]
    assert len(saved) > 20, "there was no load"
    server.start()
    check_log_without_unknown(folder, saved)
    return crowd, "out in %.1f s, %d receipts" % (seconds, len(saved))


def check_log_without_unknown(folder, log):
    """As check_log, but saves whose reply never came may stand on top."""
    db = folder.database()
    for e in log:
        kinds = ("save",) if e["state"] == "saved" else ("fork", "save", "late")
        found = db.execute("SELECT COUNT(*) FROM answer_event WHERE attempt = ? AND slot = ? AND kind IN (%s) AND "
                           "(revision = ? OR ? <> 'saved') AND (receipt = ? OR ? <> 'saved')" % ",".join("?" * len(kinds)),
                           (e["attempt"], e["slot"]) + kinds + (e["revision"], e["state"], e["receipt"], e["state"])).fetchone()[0]
        assert found, "not honoured: %r" % e
    db.close()


def a_full_disk(folder, server, bank, dice, who):
    """No file may grow beyond what it is now and a little: to the writer that is
    a disk without room."""
    paper = bank.papers(folder)[who.attempt]
    for slot in range(1, len(paper) + 1):
        assert who.open_slot(slot)
    process = server.process.pid
    room = max(os.path.getsize(os.path.join(folder.data, f)) for f in os.listdir(folder.data)
               if f in ("khoa.db-wal",)) + 60000
    resource.prlimit(process, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    saved, refused = 0, None
    for n in range(2000):
        slot = n % len(paper) + 1
        answer, save_id = bank.some_answer(paper[slot - 1], dice), "%x" % dice.getrandbits(90)
        try:
            who.save_once(slot, answer, save_id)
            saved += 1
        except Unknown as why:
            refused = str(why)
            break
    assert refused and refused.startswith("500"), "not refused visibly: %r after %d" % (refused, saved)
    for path in ("/attempts/%d/2" % who.attempt, "/attempts/%d/review" % who.attempt, "/sittings", "/help"):
        status = who.insist("GET", path)[0]
        assert status == 200, "%s cannot be read: %d" % (path, status)
    assert who.ask("GET", "/healthz")[0] == 503, "it says it is well"
    try:
        who.save_once(slot, answer, save_id)
        raise AssertionError("acknowledged on a full disk")
    except Unknown:
        pass
    resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    entry = who.save_once(slot, answer, save_id)  # the same id, now that there is room
    assert entry["status"] == 200, entry
    assert server.process.poll() is None and server.process.pid == process, "it was started again"
    for slot in range(1, len(paper) + 1):
        assert who.save(slot, bank.some_answer(paper[slot - 1], dice))["status"] == 200
    check_log(folder, who.log)
    return "%d saves, then refused, then on" % saved


def a_clock_that_is_set(folder, server, bank, dice, who):
    jump = os.path.join(folder.path, "jump")
    paper = bank.papers(folder)[who.attempt]
    server.stop()
    server.env = {"LD_PRELOAD": BUILD + "/libset-clock.so", "SET_CLOCK": jump,
                  "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
    server.start()
    ends = attempt_row(folder, who.attempt)[3]

    def set_clock(ms):
        with open(jump + ".new", "w") as out:
            out.write(str(ms))
        os.rename(jump + ".new", jump)

    def still_open(what):
        reply = who.save(dice.randrange(len(paper)) + 1, {"answer": "x%d" % dice.randrange(10**6)})
        assert reply["state"] in ("saved", "fork"), "%s: %r" % (what, reply)
        off = reply["left"] - (ends - time.time() * 1000)
        assert abs(off) < 20000, "%s: the time that is left is off by %d ms" % (what, off)
        assert attempt_row(folder, who.attempt)[0] == "open", what + ": closed"

    still_open("before")
    set_clock(2 * HOUR)
    time.sleep(3)
    still_open("two hours ahead")
    assert abs(server.metric("khoa_clock_ahead_ms") - 2 * HOUR) < 5000, "the metric does not tell"
    set_clock(-2 * HOUR)
    time.sleep(0.5)
    still_open("two hours back")
    set_clock(2 * HOUR)
    server.kill()
    server.start()
    time.sleep(3)
    still_open("ahead, started again")
    assert "the machine's clock was set" in open(server.log).read(), "the log does not tell"
    server.kill()
    server.options = ["--trust-clock"]
    server.start()
    wait_until(lambda: attempt_row(folder, who.attempt)[0] in ("sealed", "graded"), "a trusted clock closes nothing")
    assert attempt_row(folder, who.attempt)[1:] == (ends, "deadline", ends)
    server.stop()
    server.env, server.options = {}, []


def main():
    dice = random.Random(7)
    with Folder() as folder:
        server = folder.server()
        server.start()
        bank = Bank(folder)
        down_across_the_deadline(folder, server, bank, dice)
        print("ok  a server that is down across the deadline closes as of the deadline and grades what was saved")
        crowd, how = told_to_stop_under_load(folder, server, bank, dice)
        print("ok  a server that is told to stop under load ends and honours its receipts (%s)" % how)
        how = a_full_disk(folder, server, bank, dice, crowd[0])
        print("ok  on a full disk saves are refused, reading works, and it carries on (%s)" % how)
        a_clock_that_is_set(folder, server, bank, dice, crowd[1])
        print("ok  a clock that is set neither gives nor takes time until it is trusted")


if __name__ == "__main__":
    main()
