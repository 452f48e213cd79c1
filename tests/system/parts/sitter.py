#!/usr/bin/env python3
"""Somebody sits the open test of demo data: signs in, opens each question,
saves a choice where one is asked for, and hands in. Prints the attempt and how
many answers were acknowledged.

    sitter.py PORT LOGIN
"""
import re
import sys

from exam import Candidate


class At:
    """A server that is there already."""

    def __init__(self, port):
        self.port = port


def main(port, login):
    who = Candidate(At(port), login)
    who.sign_in()
    who.start()
    saved, slot = 0, 1
    while True:
        status, _, page = who.ask("GET", f"/attempts/{who.attempt}/{slot}")
        if status != 200:
            break
        who.revision[slot] = int(re.search(r'name="base" value="(\d+)"', page)[1])
        choice = re.search(r'type="radio"[^>]*name="a\.answer"[^>]*value="([^"]+)"', page) or \
            re.search(r'name="a\.answer"[^>]*type="radio"[^>]*value="([^"]+)"', page)
        if choice:
            saved += who.save(slot, {"answer": choice[1]})["state"] == "saved"
        slot += 1
    who.hand_in()
    print(who.attempt, saved)


main(int(sys.argv[1]), sys.argv[2])
