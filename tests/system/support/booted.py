"""A Debian root started by its own systemd, as a machine would start it, with
a network of its own. It needs systemd-nspawn and cgroups; `why` says what is
missing where it does not start."""
import os
import shutil
import subprocess
import sys
import time

PARTS = os.path.abspath(os.path.join(os.path.dirname(__file__), "../parts"))
PATIENCE = 60  # seconds until it is up, or down again


class Booted:
    def __init__(self, root):
        self.root, self.why, self.nspawn = root, None, None

    def __enter__(self):
        if not shutil.which("systemd-nspawn"):
            self.why = "there is no systemd-nspawn"
            return self
        self.log = open(self.root + "/../boot.log", "w+")
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--boot", "--directory", self.root,
             "--machine", f"khoa-{os.getpid()}", "--private-network",
             "--register=no", "--keep-unit", "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        if not self.wait(lambda: self.lead() and self.ask(
                "systemctl", "is-system-running", "--wait").stdout.strip() in
                ("running", "degraded")):
            self.log.seek(0)
            self.why = "systemd does not start here: " + self.log.read()[-300:]
        return self

    def __exit__(self, *_):
        if not self.nspawn:
            return
        if self.nspawn.poll() is None and not self.why:
            self.ask("systemctl", "poweroff")
        try:
            self.nspawn.wait(5 if self.why else PATIENCE)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()
        self.log.close()

    def wait(self, truth):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if truth():
                return True
            if self.nspawn.poll() is not None:
                return False
            time.sleep(0.2)
        return False

    def lead(self):
        """The first process of the machine, as the host counts."""
        path = f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children"
        try:
            with open(path) as children:
                return (children.read().split() or [None])[0]
        except OSError:
            return None

    def ask(self, *command):
        """A command within."""
        return subprocess.run(["nsenter", "-t", self.lead(), "-m", "-u", "-i",
                               "-n", "-p", "--", *command],
                              capture_output=True, text=True)

    def visit(self, part, *arguments):
        """A program of the test's, only its network is the machine's."""
        return subprocess.run(["nsenter", "-t", self.lead(), "-n", "--",
                               sys.executable, os.path.join(PARTS, part),
                               *map(str, arguments)],
                              capture_output=True, text=True)
