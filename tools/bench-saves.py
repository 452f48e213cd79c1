#!/usr/bin/env python3
"""How many saves a second go through the whole of it: HTTP, session, rights,
writer, fsync, receipt. Figures, no verdict.

    KHOA_BUILD=build/release tools/bench-saves.py [PROCESSES [CONNECTIONS [SECONDS]]]
"""
import multiprocessing
import os
import random
import socket
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/system/parts"))
from exam import Bank, Candidate, Folder, in_parallel


def drive(port, sitters, seconds, out):
    """One process: a request on each connection, then a reply from each."""
    links, count, slow = [], 0, []
    for cookie, csrf, attempt, slots in sitters:
        link = socket.create_connection(("127.0.0.1", port))
        links.append([link, cookie, csrf, attempt, slots, {}, 0])
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        for one in links:
            link, cookie, csrf, attempt, slots, revision, n = one
            slot = n % len(slots) + 1
            one[6] += 1
            body = "csrf=%s&base=%d&save_id=%x&has_flag=1&%s" % (
                csrf, revision.get(slot, 0), random.getrandbits(90), slots[slot - 1][n // len(slots) % 2])
            link.sendall(("POST /attempts/%d/%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
                          "Cookie: %s\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                          "Content-Length: %d\r\n\r\n%s" % (attempt, slot, port, port, cookie, len(body), body)).encode())
        for one in links:
            text = b""
            while b"\r\n\r\n" not in text or not text.endswith(b"}"):
                more = one[0].recv(65536)
                if not more:
                    raise SystemExit("closed: %r" % text)
                text += more
            assert text.startswith(b"HTTP/1.1 200"), text
            slot = (one[6] - 1) % len(one[4]) + 1
            one[5][slot] = int(text.split(b'"revision":')[1].split(b",")[0].split(b"}")[0])
            count += 1
        slow.append(time.monotonic() - began)
    out.put((count, sorted(slow)))


def cpu_seconds(process):
    """What a server has used of the processors, whatever else runs beside it."""
    with open("/proc/%d/stat" % process) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(processes, connections, seconds):
    with Folder() as folder:
        server = folder.server()
        server.start()
        bank = Bank(folder)
        db = folder.database()
        logins = [row[0] for row in db.execute("SELECT a.login FROM account a JOIN person p ON p.id = a.person "
                                               "WHERE p.left_on IS NULL")][:processes * connections]
        db.close()
        crowd = [Candidate(server, login) for login in logins]
        in_parallel(lambda c: (c.sign_in(), c.start(), c.open_slot(1)), crowd)
        papers, dice, sitters = bank.papers(folder), random.Random(1), []
        for who in crowd:
            slots = []
            for slot in papers[who.attempt]:
                two = [bank.some_answer(slot, dice) for _ in range(2)]
                while two[0] == two[1]:
                    two[1] = bank.some_answer(slot, dice)
                slots.append([urllib.parse.urlencode({"a." + k: v for k, v in one.items()}, doseq=True) for one in two])
            sitters.append(("; ".join("%s=%s" % c for c in who.cookies.items()), who.csrf, who.attempt, slots))
            who.hang_up()
        out = multiprocessing.Queue()
        before, used = server.metric("khoa_db_commits_total"), cpu_seconds(server.process.pid)
        crew = [multiprocessing.Process(target=drive, args=(server.port, sitters[i::processes], seconds, out))
                for i in range(processes)]
        print("server is process %d" % server.process.pid, flush=True)
        for one in crew:
            one.start()
        told = [out.get() for _ in crew]
        for one in crew:
            one.join()
        saves, commits = sum(n for n, _ in told), server.metric("khoa_db_commits_total") - before
        used = cpu_seconds(server.process.pid) - used
        rounds = sorted(t for _, slow in told for t in slow)
        print("%d connections: %.0f saves a second, %.1f in a commit, %.0f us of processor each; a round of %d took %.1f ms (median), %.1f ms (99 %%)" %
              (len(sitters), saves / seconds, saves / max(1, commits), used / saves * 1e6, len(sitters) // processes,
               rounds[len(rounds) // 2] * 1000, rounds[len(rounds) * 99 // 100] * 1000))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [2, 16, 10][len(given):]))
