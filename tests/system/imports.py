#!/usr/bin/env python3
"""Lists of staff that are taken in and taken back: by command, seen on the
page, refused where somebody would lose something."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import Client, House, check, done, khoa


def write_list(house, name, rows):
    path = os.path.join(house.folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("so_hieu;ho_ten;ngay_sinh;loai;ma_don_vi\n")
        file.writelines(f"{number};{who};05/03/1988;công chức;H99.20.02\n"
                        for number, who in rows)
    return path


def count(house, pattern):
    return house.sql("SELECT COUNT(*) FROM person WHERE staff_number LIKE ?",
                     pattern)[0][0]


def taken(house, path):
    status, out, err = khoa("import", "staff", path, "--data", house.data)
    check(status == 0, f"taken in: {out}{err}")
    told = re.search(r"khoa import undo (\d+) --reason", out)
    check(told, f"it says how to take it back: {out}")
    return told[1]


def undo(house, *args):
    return khoa("import", "undo", *args, "--data", house.data)


def by_command(house):
    run = taken(house, write_list(house, "a.csv", [("UN01", "Lê Thị Mơ"),
                                                   ("UN02", "Lê Văn Mận")]))
    status, out, _ = undo(house)
    check(status == 0 and run in out and "a.csv" in out, f"it is listed: {out}")
    status, _, err = undo(house, run)
    check(status == 2 and "--reason" in err and count(house, "UN%") == 2,
          f"not without a reason: {err}")
    status, _, err = undo(house, "một", "--reason", "nhầm")
    check(status == 2 and "number" in err, f"a number is wanted: {err}")
    status, _, err = undo(house, "12", "--reason", "nhầm")
    check(status == 1 and "no such import" in err, f"one that is not: {err}")
    status, out, err = undo(house, run, "--reason", "nhầm tệp")
    check(status == 0 and count(house, "UN%") == 0, f"gone: {out}{err}")
    check(house.sql("SELECT detail FROM audit_event WHERE action = 'staff.undo' "
                    "AND object_id = ?", int(run))[0][0].count("nhầm tệp"),
          "the reason is on record")
    status, _, err = undo(house, run, "--reason", "nữa")
    check(status == 1, f"once only: {err}")
    status, out, _ = undo(house)
    check("taken back" in out, f"and listed as such: {out}")


def refused_and_by_page(house):
    first = taken(house, write_list(house, "b.csv", [("UN03", "Lê Thị Mơ")]))
    taken(house, write_list(house, "c.csv", [("UN03", "Lê Thị Mơ Hoa")]))
    status, _, err = undo(house, first, "--reason", "nhầm")
    check(status == 1 and "Lê Thị Mơ Hoa" in err and "changed since" in err,
          f"it says who stands in the way: {err}")
    check(count(house, "UN03") == 1, "nothing was changed")
    second = taken(house, write_list(house, "d.csv", [("UN04", "Lê Văn Đào")]))
    house.serve()
    hr = Client(house).sign_in("nhansu")
    page = hr.get("/people/import")[2].decode()
    check(f"/people/import/runs/{second}" in page, "the page lists it")
    address = f"/people/import/runs/{second}"
    status, _, content = hr.post(address, address, reason="")
    check(status == 422 and count(house, "UN04") == 1, f"a reason: {status}")
    status, _, _ = hr.post(address, address, reason="Nhầm tệp")
    check(status == 303 and count(house, "UN04") == 0, f"by page: {status}")
    page = hr.get(f"/people/import/runs/{first}")[2].decode()
    check("Lê Thị Mơ Hoa" in page and "<form class=\"card" not in page,
          "the page says who stands in the way")
    house.stop()
    status, out, _ = khoa("verify", "--data", house.data)
    check(status == 0, f"the evidence is whole: {out}")


with House() as house:
    by_command(house)
    refused_and_by_page(house)
done("imports")
