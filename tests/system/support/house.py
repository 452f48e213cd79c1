"""A Khoa of the test's own with demo data, and people who use it."""
import html.parser
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
BUILD = os.environ.get("KHOA_BUILD", os.path.join(ROOT, "build/dev"))
KHOA = os.path.join(BUILD, "khoa")
PASSWORD = "song-hong-2026"  # of all demo accounts

failures = []


def check(truth, what):
    """A fact that must hold; all are told, then the test fails."""
    if not truth:
        failures.append(what)
        print("FAILED:", what, flush=True)
    return bool(truth)


def done(name):
    if failures:
        print(f"{name}: {len(failures)} failed")
        sys.exit(1)
    print(f"{name}: passed")


def khoa(*args, env=None):
    """Run a command to its end: status, standard output, standard error."""
    run = subprocess.run([KHOA, *args], capture_output=True, text=True,
                         env={**os.environ, **(env or {})}, timeout=240)
    return run.returncode, run.stdout, run.stderr


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class House:
    def __init__(self, fill="--demo"):
        self.folder = tempfile.mkdtemp(prefix="khoa-system-")
        self.data = os.path.join(self.folder, "data")
        command = [KHOA, "setup", fill, "--data", self.data, "--share", ROOT]
        if fill == "--demo":
            command = [os.path.join(ROOT, "tests/demo-data"), BUILD, self.data]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"khoa setup: {made.stdout}{made.stderr}")
        self.password = PASSWORD
        self.server = None

    def serve(self, data=None, wait=True, options=()):
        self.port = free_port()
        self.log = open(os.path.join(self.folder, "log"), "a+")
        self.server = subprocess.Popen(
            [KHOA, "serve", "--data", data or self.data, "--port",
             str(self.port), *options], stdout=self.log, stderr=self.log)
        for _ in range(600 if wait else 0):
            if self.server.poll() is not None:
                sys.exit("khoa serve ended:\n" + self.log_text())
            try:
                if Client(self).get("/healthz")[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        return self

    def log_text(self):
        with open(os.path.join(self.folder, "log")) as log:
            return log.read()

    def stop(self, how=signal.SIGTERM):
        """Seconds until it was out, and its exit status."""
        began = time.monotonic()
        self.server.send_signal(how)
        status = self.server.wait(60)
        self.server = None
        return time.monotonic() - began, status

    def sql(self, statement, *args, data=None):
        path = os.path.join(data or self.data, "khoa.db")
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
        try:
            return base.execute(statement, args).fetchall()
        finally:
            base.close()

    def close(self):
        if self.server:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Form(html.parser.HTMLParser):
    """The fields of one form, as a browser without script would send them."""

    def __init__(self, text, action):
        super().__init__()
        self.action, self.inside, self.fields, self.radios = action, False, [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.inside = a.get("action") == self.action
        elif tag == "input" and self.inside and a.get("name"):
            kind = a.get("type", "text")
            if kind in ("hidden", "text", "password"):
                self.fields.append((a["name"], a.get("value", "")))
            elif kind in ("radio", "checkbox") and a["name"] != "flag":
                self.radios.setdefault(a["name"], []).append(a.get("value", "on"))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Client:
    def __init__(self, house):
        self.house, self.cookies, self.line = house, {}, None

    def ask(self, method, path, fields=None, accept="text/html"):
        headers = {"Accept": accept,
                   "Origin": f"http://127.0.0.1:{self.house.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if not self.line:
            self.line = http.client.HTTPConnection("127.0.0.1", self.house.port,
                                                   timeout=60)
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers.get("Connection", "").lower() == "close":
            self.line.close()
            self.line = None
        return answer.status, answer.headers, content

    def get(self, path):
        return self.ask("GET", path)

    def form(self, page, action):
        status, _, content = self.get(page)
        if status != 200:
            raise RuntimeError(f"{page}: {status}")
        return Form(content.decode(), action)

    def post(self, page, action, **more):
        """Fill in the form of a page; `more` replaces what stands in it."""
        fields = dict(self.form(page, action).fields)
        fields.update(more)
        return self.ask("POST", action, fields)

    def sign_in(self, login):
        status, headers, _ = self.post("/sign-in", "/sign-in", login=login,
                                       password=self.house.password)
        if status != 303:
            raise RuntimeError(f"{login} cannot sign in: {status}")
        return self
