#!/usr/bin/env python3
"""Fifty candidates save; the server is killed fifty times at random moments.

Every receipt a candidate got is in a log of our own. Whatever the log holds
must be stored, no later answer may have given way to an older one, and the
time that is left must be the same after every start. Then all hand in, and
every score is reckoned again from the keys. Exits with 0 if all of it holds.

    tests/system/kill.py [KILLS [CANDIDATES [SEED]]]
"""
import os
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import Bank, Candidate, Folder, check_log, check_scores, in_parallel, logins_called

KILLS, CANDIDATES = 50, 50


class Sitter(threading.Thread):
    def __init__(self, candidate, paper, bank, dice, stop):
        super().__init__(daemon=True)
        self.candidate, self.paper, self.bank, self.dice = candidate, paper, bank, dice
        self.stop, self.failure, self.left = stop, None, []

    def run(self):
        try:
            while not self.stop.is_set():
                slot = self.dice.randrange(len(self.paper)) + 1
                if self.dice.random() < 0.05:
                    self.candidate.open_slot(slot)
                answer = self.bank.some_answer(self.paper[slot - 1], self.dice)
                reply = self.candidate.save(slot, answer)
                self.left.append(time.time() * 1000 + reply["left"])
                time.sleep(self.dice.random() * 0.2)
        except BaseException as why:  # seen by main
            self.failure = why
            self.stop.set()


def main(kills, candidates, seed):
    began = time.monotonic()
    dice = random.Random(seed)
    with Folder() as folder:
        server = folder.server()
        server.start()
        bank = Bank(folder)
        logins = logins_called(folder)
        # More candidates than people: the rest sit at a second machine.
        crowd = [Candidate(server, logins[i % len(logins)]) for i in range(candidates)]
        in_parallel(lambda c: (c.sign_in(), c.start()), crowd)
        papers = bank.papers(folder)
        print("%d candidates sit %d papers, after %.1f s" % (len(crowd), len({c.attempt for c in crowd}),
                                                             time.monotonic() - began))
        stop = threading.Event()
        sitters = [Sitter(c, papers[c.attempt], bank, random.Random(dice.random()), stop) for c in crowd]
        for sitter in sitters:
            sitter.start()
        up = []
        for _ in range(kills):
            time.sleep(0.05 + dice.random() * 0.5)
            server.kill()
            up.append(server.start())
            if stop.is_set():
                break
        time.sleep(0.5)
        stop.set()
        for sitter in sitters:
            sitter.join()
        for sitter in sitters:
            if sitter.failure:
                raise sitter.failure
        log = [entry for c in crowd for entry in c.log]
        forks = sum(entry["status"] == 409 for entry in log)
        print("%d kills, %d receipts (%d of them copies kept beside), up again in %.2f s at most" %
              (len(up), len(log), forks, max(up)))
        assert max(up) < 30, "up again too late"
        assert len(log) > kills, "nobody got to save anything"

        db = folder.database()
        ends = dict(db.execute("SELECT id, ends_at FROM attempt"))
        db.close()
        for sitter in sitters:
            off = max(abs(at - ends[sitter.candidate.attempt]) for at in sitter.left)
            assert off < 30000, "the time that is left moved by %d ms" % off
        standing = check_log(folder, log)
        print("every receipt is honoured; %d answers stand as acknowledged last" % len(standing))

        in_parallel(lambda c: c.hand_in(), {c.attempt: c for c in crowd}.values())
        attempts = sorted({c.attempt for c in crowd})
        print("%d results are what the keys say" % check_scores(folder, bank, attempts, standing))
        status, seconds = server.stop()
        assert status == 0, "it ended with %d" % status
    print("passed in %.0f s (seed %d)" % (time.monotonic() - began, seed))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [KILLS, CANDIDATES, random.randrange(10**6)][len(given):]))
