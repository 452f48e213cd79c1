#!/usr/bin/env python3
"""Everybody at the door at once: each is let in or told to wait, and who is
told to wait comes in a moment later. Wrong passwords for one person do not keep
that person out.

    tests/system/door.py [SIGN-INS]
"""
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import Candidate, Folder, PASSWORD, in_parallel, logins_called

SIGN_INS = 1000


def knock(server, login, password):
    """One try: the status, and what was said of waiting."""
    who = Candidate(server, login)
    who.insist("GET", "/sign-in")
    status, _, text = who.insist("POST", "/sign-in", {"csrf": who.csrf, "login": login, "password": password},
                                 wanted=(303, 422, 429, 503))
    who.hang_up()
    return status, text


def main(sign_ins):
    with Folder() as folder:
        server = folder.server()
        server.start()
        logins = logins_called(folder)
        victim = logins.pop()
        lock, told = threading.Lock(), {}

        def come(login):
            status, text = knock(server, login, PASSWORD)
            with lock:
                told[status] = told.get(status, 0) + 1
            assert status != 422, "%s is called wrong with the right password" % login

        def guess(n):
            status, _ = knock(server, victim, "not this one %d" % n)
            assert status in (422, 429), status

        crowd = [logins[i % len(logins)] for i in range(sign_ins)]
        guesses = threading.Thread(target=in_parallel, args=(guess, range(20)))
        guesses.start()
        in_parallel(come, crowd, threads=32)
        guesses.join()
        assert told.get(303, 0) > 0, told
        assert sum(told.values()) == sign_ins, told
        who = Candidate(server, victim)
        who.sign_in()
        status, _, _ = who.insist("GET", "/my")
        assert status == 200
        print("of %d: %s" % (sign_ins, ", ".join("%d got %d" % (n, s) for s, n in sorted(told.items()))))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIGN_INS)
    print("passed")
