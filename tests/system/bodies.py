"""Who may send a large body, how long it may take, and what else is answered
at once: the server met with bytes.

16 strangers who claim 30 MB each must not keep HR from importing; a body of one
byte a second is given up with 408 after the seconds that the settings say."""
import os
import re
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from house import Client, House, check, done

SECONDS = 3


def begin(house, path, length, cookies=None, more=""):
    """A POST of which only the head and a byte are sent."""
    line = socket.create_connection(("127.0.0.1", house.port), timeout=20)
    cookie = "; ".join(f"{k}={v}" for k, v in (cookies or {}).items())
    line.sendall((f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n"
                  f"Origin: http://127.0.0.1:{house.port}\r\n"
                  + (f"Cookie: {cookie}\r\n" if cookie else "") + more +
                  "Content-Type: application/x-www-form-urlencoded\r\n"
                  f"Content-Length: {length}\r\n\r\na").encode())
    return line


def answer(line, patience=20):
    """Status and seconds until it came; 0 when nothing came in time."""
    began, got = time.monotonic(), b""
    line.settimeout(patience)
    try:
        while b"\r\n\r\n" not in got:
            piece = line.recv(4096)
            if not piece:
                break
            got += piece
    except TimeoutError:
        return 0, "", patience
    found = re.match(rb"HTTP/1.1 (\d+)", got)
    return int(found.group(1)) if found else 0, got.decode(errors="replace"), time.monotonic() - began


def main():
    with House() as house:
        settings = os.path.join(house.folder, "khoa.conf.lua")
        with open(settings, "w") as out:
            out.write(f"body_seconds = {SECONDS}\n")
        house.serve(options=["--config", settings])

        strangers = [begin(house, "/people/import", 30 << 20) for _ in range(40)]
        for line in strangers:
            status, _, took = answer(line)
            check(status == 401 and took < 2, f"a stranger's 30 MB: {status} after {took:.1f} s, not 401 at once")
        learner = Client(house).sign_in("hocvien")
        status, _, took = answer(begin(house, "/people/import", 30 << 20, learner.cookies))
        check(status == 403 and took < 2, f"a learner's import: {status} after {took:.1f} s, not 403 at once")
        status, _, _ = answer(begin(house, "/people/import", 64 << 20, learner.cookies))
        check(status == 413, f"beyond every limit: {status}, not 413")
        status, _, took = answer(begin(house, "/sign-in", 200 << 10))
        check(status == 403 and took < 2, f"a stranger's 200 kB at the door: {status} after {took:.1f} s")

        hr = Client(house).sign_in("nhansu")
        held = [begin(house, "/people/import", 30 << 20, hr.cookies) for _ in range(2)]
        for line in held:
            check(answer(line, 0.3)[0] == 0, "HR's own body is read")
        status, head, _ = answer(begin(house, "/people/import", 30 << 20, hr.cookies))
        check(status == 429 and "Retry-After: " in head, f"a third at once: {status}, not 429")
        foreign = answer(begin(house, "/people/import", 30 << 20, hr.cookies, "Sec-Fetch-Site: cross-site\r\n"))[0]
        check(foreign == 429, f"an Origin of ours decides: {foreign}")
        for line in held:
            line.close()

        slow, began = begin(house, "/sign-in", 60), time.monotonic()
        slow.settimeout(1)
        got = b""
        while not got and time.monotonic() - began < 30:
            try:
                got = slow.recv(4096)
            except TimeoutError:
                slow.sendall(b"a")
        took = time.monotonic() - began
        check(got.startswith(b"HTTP/1.1 408 "), f"a byte a second: {got[:40]!r}, not 408")
        check(SECONDS - 0.1 <= took < SECONDS + 5, f"408 came after {took:.1f} s")

        for method in ("OPTIONS", "PUT", "DELETE", "PROPFIND"):
            status, headers, _ = Client(house).ask(method, "/")
            check(status == 405 and headers.get("Allow") == "GET, HEAD, POST", f"{method}: {status} {headers.get('Allow')}")
        check(hr.get("/people/import")[0] == 200, "HR goes on")
    done("bodies")


main()
