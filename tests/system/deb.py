#!/usr/bin/env python3
"""The Debian package on a clean Debian 12: made, installed, used as its own
user, started by systemd, upgraded, removed, purged. Needs root, mmdebstrap and
Debian's packages; without them it is skipped."""
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from booted import Booted
from house import check, done, free_port

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
LISTS = os.path.join(ROOT, "tests/system/lists")
SKIPPED = 77


def skip(why):
    print(f"deb: skipped, {why}")
    sys.exit(SKIPPED)


def must(*command, **more):
    ran = subprocess.run(command, capture_output=True, text=True, **more)
    check(ran.returncode == 0, f"{' '.join(command)}: {ran.stdout}{ran.stderr}")
    return ran.stdout


def units():
    """How much a unit leaves open, by systemd's own measure."""
    for name in ("khoa.service", "khoa-backup.service"):
        path = os.path.join(ROOT, "tools/operate", name)
        said = must("systemd-analyze", "security", "--offline=true",
                    "--threshold=20", path)
        exposure = float(re.search(r"exposure level.*: ([\d.]+)", said)[1])
        check(exposure <= 2.0, f"{name}: {exposure}")


def build():
    """The package of a release, and the same one as a later version."""
    release = os.path.join(ROOT, "build/release")
    must("cmake", "--preset", "release", cwd=ROOT)
    must("cmake", "--build", release, "--target", "khoa", "quizhost",
         "readhost", cwd=ROOT)
    must("cpack", "-G", "DEB", cwd=release)
    deb = max(glob.glob(release + "/khoa_*_*.deb"), key=os.path.getmtime)
    return deb


def later(deb, folder):
    tree = os.path.join(folder, "later")
    must("dpkg-deb", "-R", deb, tree)
    control = os.path.join(tree, "DEBIAN/control")
    with open(control) as old:
        text = old.read()
    with open(control, "w") as new:
        new.write(re.sub(r"^Version: .*$", "Version: 99.0", text, flags=re.M))
    to = os.path.join(folder, "khoa-99.deb")
    must("dpkg-deb", "-b", tree, to)
    return to


def make_root(folder, deb):
    depends = subprocess.run(["dpkg-deb", "-f", deb, "Depends"],
                             capture_output=True, text=True).stdout
    names = [re.split(r"[ (|]", d.strip())[0] for d in depends.split(",")]
    root = os.path.join(folder, "root")
    sources = glob.glob("/etc/apt/sources.list.d/*.sources") + \
        glob.glob("/etc/apt/sources.list.d/*.list")
    if os.path.exists("/etc/apt/sources.list"):
        sources.append("/etc/apt/sources.list")
    options = [f"--aptopt={p}" for p in glob.glob("/etc/apt/apt.conf.d/*")
               if not re.search(r"docker|debconf", p)]
    ran = subprocess.run(["mmdebstrap", "--variant=minbase",
                          "--include=systemd,systemd-sysv,dbus," +
                          ",".join(sorted(set(names))), *options,
                          "bookworm", root, *sources],
                         capture_output=True, text=True)
    if ran.returncode:
        skip("no Debian 12 can be made here: " + ran.stderr[-300:])
    return root


class Machine:
    """The clean Debian, entered by chroot."""

    def __init__(self, root):
        self.root = root

    def __enter__(self):
        must("mount", "-t", "proc", "proc", self.root + "/proc")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.root + "/proc"])

    def ask(self, *command):
        return subprocess.run(["chroot", self.root, *command],
                              capture_output=True, text=True)

    def run(self, *command):
        ran = self.ask(*command)
        check(ran.returncode == 0,
              f"{' '.join(command)}: {ran.stdout}{ran.stderr}")
        return ran.stdout + ran.stderr

    def khoa(self, *arguments):
        return self.run("runuser", "-u", "khoa", "--", "khoa", *arguments)

    def take(self, deb):
        shutil.copy(deb, self.root + "/tmp/khoa.deb")
        return self.run("dpkg", "-i", "/tmp/khoa.deb")

    def path(self, name):
        return self.root + name


def install(machine, deb):
    said = machine.take(deb)
    check("khoa setup --empty" in said, f"what to do next is told: {said}")
    check("uid=" in machine.run("id", "khoa"), "there is a user khoa")
    for folder in ("/var/lib/khoa", "/var/backups/khoa"):
        facts = os.stat(machine.path(folder))
        check(facts.st_mode & 0o777 == 0o700, f"{folder} is its own")
    with open(machine.path("/etc/khoa/khoa.conf.lua")) as conf:
        check('data = "/var/lib/khoa/data"' in conf.read(), "the configuration fits")
    check(machine.run("khoa", "version").startswith("khoa "), "it runs")


def serves(machine):
    port = free_port()
    server = subprocess.Popen(
        ["chroot", machine.root, "setpriv", "--reuid=khoa", "--regid=khoa",
         "--init-groups", "khoa", "serve",
         "--config", "/etc/khoa/khoa.conf.lua", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(address, timeout=2) as page:
                    return page.read().decode()
            except OSError:
                time.sleep(0.1)
        check(False, f"the installed server answers: {server.stderr.read()}")
    finally:
        server.terminate()
        check(server.wait(30) == 0, "the installed server ends well")


def use(machine):
    """As an administrator would: demo data, a list in TCVN3, a backup, a drill,
    and yesterday's backup restored."""
    machine.khoa("setup", "--demo", "--data", "/var/lib/khoa/data")
    check("Sông Hồng" in serves(machine), "the start page is there")
    shutil.copy(os.path.join(LISTS, "tcvn3.csv"), machine.path("/tmp/list.csv"))
    machine.khoa("import", "staff", "/tmp/list.csv", "--encoding", "tcvn3",
                 "--config", "/etc/khoa/khoa.conf.lua")
    machine.khoa("backup", "--config", "/etc/khoa/khoa.conf.lua", "--into",
                 "/var/backups/khoa", "--keep", "14")
    said = machine.khoa("restore", "/var/backups/khoa", "--drill")
    check("In it are 260 people" in said, f"the drill counts people: {said}")
    shutil.rmtree(machine.path("/var/lib/khoa/data"))
    machine.khoa("restore", "/var/backups/khoa", "--data", "/var/lib/khoa/data")
    check("Sông Hồng" in serves(machine), "the restored one serves")


def sits(system, login):
    """The paper of somebody who sat the open test, plugins and all."""
    said = system.visit("sitter.py", 8080, login)
    if not check(said.returncode == 0, f"{login} sits: {said.stderr[-600:]}"):
        return 0
    attempt, saved = map(int, said.stdout.split())
    check(saved > 0, f"{login}'s answers are saved")
    return attempt


def graded(root, attempt):
    base = sqlite3.connect(f"file:{root}/var/lib/khoa/data/khoa.db?mode=ro",
                           uri=True, timeout=10)
    for _ in range(100):
        found = base.execute("SELECT state FROM result WHERE attempt = ?",
                             (attempt,)).fetchone()
        if found:
            break
        time.sleep(0.1)
    base.close()
    check(found and found[0] in ("graded", "waiting"), f"graded: {found}")


def runs(machine, deb):
    """The units as systemd runs them, all their walls up."""
    with Booted(machine.root) as system:
        if system.why:
            print("deb: not started by systemd,", system.why)
            return

        def must_do(*command):
            ran = system.ask(*command)
            check(ran.returncode == 0,
                  f"{' '.join(command)}: {ran.stdout}{ran.stderr}")
            return ran.stdout.strip()

        must_do("systemctl", "enable", "--now", "khoa.service")
        check(must_do("systemctl", "is-active", "khoa-backup.timer") == "active",
              "the nightly backup comes with the server")
        graded(machine.root, sits(system, "sh0011"))
        must_do("systemctl", "kill", "--signal=KILL", "khoa.service")
        check(system.wait(lambda: system.ask(
            "systemctl", "show", "-P", "NRestarts", "khoa").stdout.strip() == "1"),
            "a server that was killed is started again")
        graded(machine.root, sits(system, "sh0012"))
        must_do("systemctl", "start", "khoa-backup.service")
        said = must_do("journalctl", "-u", "khoa-backup", "-o", "cat", "--no-pager")
        check("The drill went well" in said, f"backup and drill: {said}")
        before = must_do("systemctl", "show", "-P", "MainPID", "khoa")
        shutil.copy(deb, machine.path("/var/tmp/later.deb"))
        must_do("dpkg", "-i", "/var/tmp/later.deb")
        check(must_do("systemctl", "show", "-P", "MainPID", "khoa") != before,
              "an upgrade starts the new program")
        sits(system, "sh0013")
        must_do("systemctl", "stop", "khoa.service")
        said = must_do("journalctl", "-u", "khoa", "-o", "cat", "--no-pager")
        check('"stopped"' in said, "it ends by itself when asked to")
        check(must_do("systemctl", "show", "-P", "Result", "khoa") == "success",
              "and well")


def upgrade(machine, deb):
    conf = machine.path("/etc/khoa/khoa.conf.lua")
    with open(conf, "a") as more:
        more.write('body_name = "Thành phố thử"\n')
    machine.take(deb)
    with open(conf) as kept:
        check("Thành phố thử" in kept.read(), "settings outlast an upgrade")
    check("Thành phố thử" in serves(machine), "the upgraded one serves")


def remove(machine):
    machine.run("dpkg", "-r", "khoa")
    check(not os.path.exists(machine.path("/usr/bin/khoa")), "programs go")
    check(os.path.exists(machine.path("/etc/khoa/khoa.conf.lua")),
          "settings stay until they are purged")
    said = machine.run("dpkg", "-P", "khoa")
    check("is kept" in said, f"a purge says what it keeps: {said}")
    check(os.path.exists(machine.path("/var/lib/khoa/data/khoa.db")), "data stay")
    check(not os.path.exists(machine.path("/etc/khoa")), "settings go")
    for left in ("/usr/lib/khoa", "/usr/share/khoa",
                 "/lib/systemd/system/khoa.service"):
        check(not os.path.exists(machine.path(left)), f"{left} is gone")


units()
if os.geteuid() or not shutil.which("mmdebstrap"):
    skip("it needs root and mmdebstrap")
with tempfile.TemporaryDirectory(prefix="khoa-deb-") as scratch:
    package = build()
    with Machine(make_root(scratch, package)) as clean:
        install(clean, package)
        use(clean)
        newer = later(package, scratch)
        upgrade(clean, newer)
        runs(clean, newer)
        remove(clean)
done("deb")
