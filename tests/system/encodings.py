#!/usr/bin/env python3
"""A list of staff as offices have it: in TCVN3, VNI, CP1258, UTF-16, decomposed.
What it is in is told and shown, nothing is converted unasked, and what is taken
in is the same as from UTF-8."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import House, check, done, khoa

LISTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lists")
OLD = {"tcvn3": "tcvn3", "vni": "vni", "cp1258": "cp1258", "utf16": "utf-16"}


def expected():
    with open(os.path.join(LISTS, "utf8.csv"), encoding="utf-8-sig") as lines:
        rows = [line.strip().split(";") for line in lines][1:]
    return sorted((row[0], row[1]) for row in rows)


def taken(house):
    return sorted(house.sql("SELECT staff_number, full_name FROM person WHERE "
                            "staff_number LIKE '0%'"))


def refused(house, name, encoding):
    path = os.path.join(LISTS, name + ".csv")
    status, out, err = khoa("import", "staff", path, "--data", house.data)
    check(status == 1, f"{name} is not taken in unasked: {out}{err}")
    check(f"--encoding {encoding}" in err, f"{name} is told: {err}")
    check("Hoàng Phủ Ngọc Tường" in err, f"{name} is shown: {err}")
    check(taken(house) == [], "nothing was written")


def check_old(house):
    for name, encoding in OLD.items():
        refused(house, name, encoding)
    path = os.path.join(LISTS, "vni.csv")
    status, out, err = khoa("import", "staff", path, "--encoding", "tcvn3",
                            "--data", house.data)
    check(status == 1 and taken(house) == [], f"the wrong one: {out}{err}")
    status, _, err = khoa("import", "staff", path, "--encoding", "ebcdic",
                          "--data", house.data)
    check(status == 2 and "tcvn3" in err, "an unknown one names those there are")


def check_taken(name, *options):
    with House() as house:
        path = os.path.join(LISTS, name + ".csv")
        status, out, err = khoa("import", "staff", path, *options, "--data",
                                house.data)
        check(status == 0, f"{name}: {out}{err}")
        check(taken(house) == expected(),
              f"{name}: {set(taken(house)) ^ set(expected())}")


with House() as house:
    check_old(house)
check_taken("tcvn3", "--encoding", "tcvn3")
check_taken("vni", "--encoding", "vni")
check_taken("nfd")
done("encodings")
