#!/usr/bin/env python3
"""khoa doctor on installations that are broken, each in one way."""
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import Client, House, check, done, khoa


def look(data, *options, env=None):
    status, out, err = khoa("doctor", "--json", "--data", data, *options, env=env)
    try:
        found = {one["what"]: one for one in json.loads(out)}
    except ValueError:
        sys.exit(f"no JSON: {out}{err}")
    for one in found.values():
        check(one["vi"] and one["en"], f"in both languages: {one}")
    return status, found


def level(found, what):
    return found.get(what, {}).get("level")


def is_told(name, data, what, wanted, *options, env=None):
    status, found = look(data, *options, env=env)
    check(level(found, what) == wanted, f"{name}: {found.get(what)}")
    check(status == {"warning": 1, "error": 2}[wanted] or status == 2,
          f"{name}: exit status {status}")


def well(house):
    backups = os.path.join(house.folder, "backups")
    os.mkdir(backups)
    is_told("no backup", house.data, "backups", "warning", "--backups", backups)
    khoa("backup", "--into", backups, "--data", house.data)
    status, found = look(house.data, "--backups", backups)
    ill = {w: f["level"] for w, f in found.items()
           if f["level"] != "well" and w not in ("clock", "descriptors", "writing")}
    check(not ill, f"a good installation is well: {ill}")
    sums = os.path.join(backups, os.listdir(backups)[0], "SHA256SUMS")
    os.utime(sums, (1, 1))
    is_told("an old backup", house.data, "backups", "warning", "--backups", backups)


def broken(house):
    is_told("no folder", house.data + "-none", "folder", "error")
    copy = os.path.join(house.folder, "copy")
    shutil.copytree(house.data, copy)
    os.chmod(copy, 0o755)
    is_told("an open folder", copy, "folder", "warning")
    os.chmod(copy, 0o700)
    conf = os.path.join(house.folder, "conf.lua")
    with open(conf, "w") as settings:
        settings.write('behind_proxy = true\naddress = "https://hoc.test"\n')
    is_told("demo data for real", copy, "demo", "error", "--config", conf)
    with open(os.path.join(copy, "khoa.db"), "r+b") as db:
        db.seek(8192)
        db.write(b"\xff" * 4096)
    is_told("a damaged database", copy, "database", "error")
    with open(os.path.join(copy, "khoa.db"), "wb") as db:
        db.write(b"no database")
    is_told("no database", copy, "database", "error")
    nowhere = os.path.join(house.folder, "nowhere")
    os.mkdir(nowhere)
    is_told("no locked programs", house.data, "locked processes", "error",
            env={"KHOA_BUILD": nowhere})


def recovered(house):
    """Nobody is left to help: the console lets the administrator in again."""
    status, _, err = khoa("recover", "nobody", "--data", house.data)
    check(status == 1 and "no account nobody" in err, f"whom: {err}")
    status, out, err = khoa("recover", "quantri", "--data", house.data)
    check(status == 0 and "/welcome/" in out, f"a link: {out}{err}")
    house.serve()
    try:
        Client(house).sign_in("quantri")
        check(False, "the old password is over")
    except RuntimeError:
        pass
    page = "/welcome/" + out.split("/welcome/")[1].split()[0]
    me = Client(house)
    status, headers, content = me.post(page, page, **{
        "new": "mot cau du dai 2026", "again": "mot cau du dai 2026"})
    check(status == 303, f"the link leads in: {status} {content[-300:]}")
    check(me.get("/people")[0] == 200, "as the administrator")
    status, out, err = khoa("plugin", "list", "--data", house.data)
    check(status == 0 and "khoa.numeric" in out,
          f"packages are listed beside the server: {err}")
    house.stop()
    status, out, _ = khoa("verify", "--data", house.data)
    check(status == 0, f"it is in the evidence: {out}")


with House() as house:
    well(house)
    house.serve()
    status, found = look(house.data)
    check(level(found, "database") == "well", "beside a running server too")
    house.stop()
    recovered(house)
    broken(house)
done("doctor")
