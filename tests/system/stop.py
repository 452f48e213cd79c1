#!/usr/bin/env python3
"""A server that is asked to stop while people save: it finishes or fails
visibly, is out soon, and every receipt it gave is honoured by the next one.

    tests/system/stop.py [STOPS [CANDIDATES [SEED]]]
"""
import os
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import Bank, Candidate, Folder, Unknown, check_log, in_parallel, logins_called

STOPS, CANDIDATES = 5, 30
OUT_IN = 100  # seconds: ten times what is promised, machines are shared


def main(stops, candidates, seed):
    dice = random.Random(seed)
    with Folder() as folder:
        server = folder.server()
        server.start()
        bank = Bank(folder)
        logins = logins_called(folder)
        crowd = [Candidate(server, login) for login in logins[:candidates]]
        in_parallel(lambda c: (c.sign_in(), c.start()), crowd)
        papers = bank.papers(folder)
        stop, failures, unanswered = threading.Event(), [], [0]

        def save(candidate, dice):
            paper = papers[candidate.attempt]
            try:
                while not stop.is_set():
                    slot = dice.randrange(len(paper)) + 1
                    answer = bank.some_answer(paper[slot - 1], dice)
                    save_id = "%024x" % dice.getrandbits(96)
                    while not stop.is_set():  # with one id until it is known
                        try:
                            candidate.save_once(slot, answer, save_id)
                            break
                        except Unknown:
                            unanswered[0] += 1
                            time.sleep(0.05)
            except BaseException as why:
                failures.append(why)

        threads = [threading.Thread(target=save, args=(c, random.Random(dice.random())), daemon=True) for c in crowd]
        for thread in threads:
            thread.start()
        took = []
        for _ in range(stops):
            time.sleep(0.5 + dice.random())
            status, seconds = server.stop()
            assert status == 0, "it ends with %d:\n%s" % (status, server.tail())
            assert seconds < OUT_IN, "out only after %.0f s" % seconds
            took.append(seconds)
            assert not failures, failures[0]
            server.start()
        time.sleep(1)
        stop.set()
        for thread in threads:
            thread.join()
        assert not failures, failures[0]
        log = [entry for c in crowd for entry in c.log]
        assert len(log) > stops * candidates, "%d saves" % len(log)
        assert unanswered[0], "nobody saved while it was stopping"
        check_log(folder, log)
        print("%d saves, %d without an answer and sent again; out after %.1f s at most" %
              (len(log), unanswered[0], max(took)))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    seed = given[2] if len(given) > 2 else random.randrange(10 ** 6)
    main(given[0] if given else STOPS, given[1] if len(given) > 1 else CANDIDATES, seed)
    print("passed (seed %d)" % seed)
