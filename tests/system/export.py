#!/usr/bin/env python3
"""Results as other programs open them: XLSX by openpyxl, CSV and JSON by
Python, from the command and from the page; every cell is held against the
database, read here by statements of our own. Names and codes are planted that
a spreadsheet would take for formulas."""
import csv
import datetime
import io
import json
import os
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import House, Client, check, done, khoa

try:
    import openpyxl
    from openpyxl.utils.escape import unescape
except ImportError:  # it belongs to Debian's python, not to one put before it
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])

IDS = ("stt so_hieu ma_ho_so cccd ho_ten ho ten_dem ten ngay_sinh gioi_tinh "
       "loai ma_don_vi don_vi_thi don_vi_nay phong chuc_vu ma_ngach vtvl "
       "nhom_nv ma_ky ten_ky can_cu ngay_thi sbd trang_thai ly_do lan so_cau "
       "dung diem diem_toi_da diem100 diem10 nguong ket_luan bat_dau nop_luc "
       "diem100_truoc cham_lai phan_chua_dat "
       "nguoi_xuat luc_xuat phien_ban").split()
DAYS = {"ngay_sinh", "ngay_thi"}
MOMENTS = {"bat_dau", "nop_luc", "luc_xuat"}
INTEGERS = {"stt", "lan", "so_cau", "dung"}
REALS = {"diem", "diem_toi_da", "diem100", "diem10", "nguong",
         "diem100_truoc"}
OWN = {"nguoi_xuat", "luc_xuat", "phien_ban"}  # of the export, not of the row

HOSTILE = ["=1+1", "+84", "-2+3", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff0d1",
           "\uff20x", "\t=1", "'=1", "''+1", '"; DROP', 'a;b,"c"', "a\nb", "\r=1",
           "=HYPERLINK(\"http://x\")", "000123", "1E5", "  lùi  ", "<b>&amp;",
           "\u202e=x", "Nguyễn \"Ánh\"; 'x'"]
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def plant(house):
    """Hostile texts in every column a person or an import can write."""
    base = sqlite3.connect(os.path.join(house.data, "khoa.db"), timeout=10)
    people = [row[0] for row in base.execute(
        "SELECT DISTINCT person FROM candidate ORDER BY person")]
    for i, person in enumerate(people):
        evil = HOSTILE[i % len(HOSTILE)]
        base.execute("UPDATE person SET full_name = ?, family_name = ?, "
                     "middle_name = ?, given_name = ?, dossier_id = ? "
                     "WHERE id = ?",
                     (evil, evil, evil, evil, f"{evil}{i}", person))
        if i % 3 == 0:
            base.execute("UPDATE person SET staff_number = ? WHERE id = ?",
                         (f"{evil}#{i}" if i % 2 else f"00{i:04}", person))
        base.execute("UPDATE candidate SET job_title = ?, rank_code = ?, "
                     "number = ?, reason = ? WHERE person = ?",
                     (evil, f"0{i}", f"00{i:05}", evil if i % 2 else None, person))
    base.execute("UPDATE sitting SET basis = '=cmd|'' /C calc''!A0', "
                 "title = '{\"vi\":\"=1+1\",\"en\":\"+1\"}'")
    base.execute("UPDATE unit SET name = '@' || name WHERE id IN (SELECT unit "
                 "FROM candidate LIMIT 1)")
    base.commit()
    base.close()


def day(number):
    return number and datetime.date(number // 10000, number // 100 % 100,
                                    number % 100)


def moment(ms):
    return ms and datetime.datetime.fromtimestamp(ms // 1000, ZONE).replace(
        tzinfo=None)


GENDER = {"nam": "Nam", "nu": "Nữ"}
KIND = {"can_bo": "Cán bộ", "cong_chuc": "Công chức", "vien_chuc": "Viên chức",
        "hdld": "HĐLĐ", "khong_chuyen_trach": "Không chuyên trách"}


class Units:
    """Units as the tree stands today, read row by row."""

    def __init__(self, house):
        today = int(datetime.datetime.now(ZONE).strftime("%Y%m%d"))
        self.unit = {i: (n, k) for i, n, k in
                     house.sql("SELECT id, name, kind FROM unit")}
        self.parent, self.code = {}, {}
        for unit, parent in house.sql("SELECT unit, parent FROM unit_parent "
                                      "WHERE valid_from <= ? ORDER BY "
                                      "valid_from", today):
            self.parent[unit] = parent
        for unit, code in house.sql(
                "SELECT unit, code FROM unit_code WHERE valid_from <= ? ORDER "
                "BY scheme = 'dinh_danh_dien_tu', valid_from", today):
            self.code[unit] = code

    def body(self, unit):
        while self.unit[unit][1] in ("division", "point") and \
                unit in self.parent:
            unit = self.parent[unit]
        return unit


def expected(house):
    """What each row must be, by candidate."""
    units, rows, now = Units(house), [], time.time() * 1000
    for c in house.sql(
            "SELECT c.id, c.person, c.unit, c.job_title, c.rank_code, c.number,"
            " c.state, c.reason, c.position, c.duty_group, s.id, s.code, "
            "s.title, s.basis, s.opens_at, s.closes_at FROM candidate c JOIN "
            "sitting s ON s.id = c.sitting ORDER BY c.id"):
        (cid, person, unit, job, rank, number, state, reason, position, duty,
         sitting, code, title, basis, opens, closes) = c
        p = house.sql("SELECT staff_number, dossier_id, national_id, full_name,"
                      " family_name, middle_name, given_name, birth_date, "
                      "gender, kind FROM person WHERE id = ?", person)[0]
        now_unit = house.sql("SELECT unit FROM assignment WHERE person = ? AND "
                             "main = 1 ORDER BY valid_from DESC LIMIT 1", person)
        body = units.body(unit)
        attempt = house.sql("SELECT id, number, state, started_at, sealed_at "
                            "FROM attempt WHERE candidate = ? ORDER BY number "
                            "DESC LIMIT 1", cid)
        result = attempt and house.sql(
            "SELECT state, points, max_points, percent, pass_percent, passed, "
            "slots, slots_full FROM result WHERE attempt = ? ORDER BY sequence "
            "DESC LIMIT 1", attempt[0][0])
        row = dict.fromkeys(IDS)
        row.update(
            so_hieu=p[0], ma_ho_so=p[1], cccd=p[2], ho_ten=p[3], ho=p[4],
            ten_dem=p[5], ten=p[6], ngay_sinh=day(p[7]),
            gioi_tinh=GENDER.get(p[8]), loai=KIND[p[9]],
            ma_don_vi=units.code.get(body), don_vi_thi=units.unit[body][0],
            don_vi_nay=units.unit[units.body(now_unit[0][0])][0]
            if now_unit else None,
            phong=units.unit[unit][0] if unit != body else None,
            chuc_vu=job, ma_ngach=rank, ma_ky=code,
            ten_ky=json.loads(title)["vi"], can_cu=basis, sbd=number,
            ly_do=reason, stt=len(rows) + 1)
        if position:
            row["vtvl"] = "{} {}".format(*house.sql(
                "SELECT code, name FROM position WHERE id = ?", position)[0])
        if duty:
            row["nhom_nv"] = house.sql("SELECT name FROM duty_group WHERE id = "
                                       "?", duty)[0][0]
        begun = attempt[0][3] if attempt else None
        row["ngay_thi"] = moment(begun or opens).date()
        if attempt:
            row.update(lan=attempt[0][1], bat_dau=moment(begun),
                       nop_luc=moment(attempt[0][4]))
        row["trang_thai"] = standing(state, attempt and attempt[0][2], result,
                                     closes <= now)
        if result and result[0][0] == "graded":
            _, points, most, percent, threshold, passed, slots, full = result[0]
            row.update(so_cau=slots, dung=full, diem=points, diem_toi_da=most,
                       diem100=percent, diem10=round(percent / 10, 7),
                       nguong=threshold,
                       ket_luan="Đạt" if passed else "Không đạt")
        rows.append(row)
    return rows


def standing(state, attempt, result, over):
    if state != "called":
        return {"excused": "Vắng có lý do", "absent": "Vắng", "suspended":
                "Đình chỉ", "incident": "Sự cố – thi lại", "exempt": "Miễn"}[state]
    if not attempt:
        return "Vắng" if over else "Chưa thi"
    if attempt == "open":
        return "Đang làm"
    return "Đã thi" if result and result[0][0] == "graded" else "Chờ chấm"


def same(where, id, have, want):
    """`have` as the file gives it; `want` as the database does."""
    if id in OWN:
        return check(have not in (None, ""), f"{where} {id} is empty")
    if want == "":
        want = None
    if have == "":
        have = None
    if id in REALS and want is not None and have is not None:
        ok = abs(float(have) - want) < 1e-9
    else:
        ok = have == want and type(have) == type(want)
    return check(ok, f"{where} {id}: {have!r} is to be {want!r}")


STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d",
          "\uff20", "\u2212")


def guarded(text):
    """The rule of core/report/sheet.h, taken back: one apostrophe."""
    return text[1:] if text[:1] == "'" and \
        text.lstrip("'").startswith(STARTS) else text


def read_xlsx(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows())
    for row in rows:
        for cell in row:
            check(cell.data_type != "f", f"{cell.coordinate} is a formula")
    return [c.value for c in rows[0]], rows[1:]


def from_xlsx(content, ids, where):
    titles, cells = read_xlsx(content)
    out = []
    for row in cells:
        line = {}
        for id, c in zip(ids, row):
            value = c.value
            if id in DAYS and value is not None:
                check(c.is_date, f"{where} {c.coordinate} is no date cell")
                value = value.date()
            elif id in MOMENTS and value is not None:
                value = value.replace(microsecond=0) if value.microsecond < \
                    500000 else (value + datetime.timedelta(seconds=1)
                                 ).replace(microsecond=0)
            elif isinstance(value, str):
                check(c.data_type in ("s", "inlineStr"), f"{where} text")
                value = unescape(value)  # _x000D_ is how OOXML writes a CR
            line[id] = value
        out.append(line)
    return titles, out


def from_csv(content, ids, where):
    check(content[:3] == b"\xef\xbb\xbf", f"{where} begins with a BOM")
    lines = list(csv.reader(io.StringIO(content[3:].decode(), newline=""),
                            delimiter=";"))
    out = []
    for row in lines[1:]:
        line = {}
        check(len(row) == len(ids), f"{where} cells {len(row)}")
        for id, value in zip(ids, row):
            if value == "":
                value = None
            elif id in DAYS:
                value = datetime.datetime.strptime(value, "%d/%m/%Y").date()
            elif id in MOMENTS:
                value = datetime.datetime.strptime(value, "%d/%m/%Y %H:%M:%S")
            elif id in INTEGERS:
                value = int(value)
            elif id in REALS:
                value = float(value.replace(",", "."))
            else:
                check(not value.startswith(STARTS),
                      f"{where} {id}: {value!r} is a formula to a spreadsheet")
                value = guarded(value)
            line[id] = value
        out.append(line)
    return lines[0], out


def from_json(content, ids, where):
    out = []
    for row in json.loads(content):
        line = {}
        for id in ids:
            value = row.get(id)
            if value is not None and id in DAYS:
                value = datetime.date.fromisoformat(value)
            elif value is not None and id in MOMENTS:
                value = datetime.datetime.fromisoformat(
                    value.replace("Z", "+00:00")).astimezone(ZONE).replace(
                        tzinfo=None, microsecond=0)
            line[id] = value
        check(set(row) <= set(ids), f"{where} {set(row) - set(ids)}")
        out.append(line)
    return None, out


READ = {"xlsx": from_xlsx, "csv": from_csv, "json": from_json}


def hold(content, form, want, where, with_id=False):
    ids = [i for i in IDS if with_id or i != "cccd"]
    titles, have = READ[form](content, ids, where)
    check(titles is None or len(titles) == len(ids), f"{where}: {titles}")
    if not check(len(have) == len(want),
                 f"{where}: {len(have)} rows, not {len(want)}"):
        return
    for i, (h, w) in enumerate(zip(have, want)):
        for id in ids:
            same(f"{where} row {i + 1}", id, h[id], w[id])


def by_command(house, want):
    for form in READ:
        out = os.path.join(house.folder, f"all.{form}")
        status, told, err = khoa("export", "results", "--format", form, "--out",
                                 out, "--data", house.data, "--national-id")
        check(status == 0, f"khoa export: {told}{err}")
        with open(out, "rb") as file:
            hold(file.read(), form, want, f"command {form}", with_id=True)
    code = want[0]["ma_ky"]
    out = os.path.join(house.folder, "one.csv")
    status, _, err = khoa("export", "results", "--format", "csv", "--out", out,
                          "--sitting", code, "--unit", "H99.20", "--data",
                          house.data)
    check(status == 0, f"khoa export --sitting --unit: {err}")
    units = Units(house)
    some = [dict(w) for w in want if w["ma_ky"] == code and
            w["ma_don_vi"] == "H99.20"]
    check(some, "the ward has rows")
    for i, row in enumerate(some):
        row["stt"] = i + 1
    with open(out, "rb") as file:
        hold(file.read(), "csv", some, "command of a ward")
    for wrong in (["--sitting", "no-such"], ["--unit", "X"], ["--format", "pdf"],
                  ["--language", "fr"]):
        status, _, err = khoa("export", "results", "--format", "csv", "--out",
                              out + "2", "--data", house.data, *wrong)
        check(status and err and not os.path.exists(out + "2"), f"{wrong}: {err}")
    status, _, err = khoa("export", "results", "--format", "csv", "--out", out,
                          "--data", house.data)
    check(status == 1 and "exists" in err, "a file is not overwritten")


def by_page(house, want):
    hr = Client(house).sign_in("nhansu")
    for form in READ:
        status, headers, content = hr.post("/results?sitting=0",
                                           "/results/export", format=form,
                                           sitting="0")
        check(status == 200, f"page {form}: {status}")
        check("attachment" in headers.get("Content-Disposition", ""),
              "it is a download")
        hold(content, form, want, f"page {form}")
    ward = Client(house).sign_in("nhansu.cauda")
    status, _, content = ward.post("/results?sitting=0", "/results/export",
                                   format="json", sitting="0")
    rows = json.loads(content)
    check(status == 200 and rows and
          all(r["ma_don_vi"] == "H99.20" for r in rows),
          "HR of a ward takes out the ward only")
    wanted = sum(w["ma_don_vi"] == "H99.20" for w in want)
    check(len(rows) == wanted, f"the ward: {len(rows)} rows, not {wanted}")


def on_record(house, before, count, national):
    """Every export is a deed; those of the command came by a note."""
    for _ in range(100):
        deeds = house.sql("SELECT actor, detail FROM audit_event WHERE action ="
                          " 'results.export' ORDER BY id")[before:]
        if len(deeds) >= count:
            break
        time.sleep(0.1)
    check(len(deeds) == count, f"{len(deeds)} deeds, not {count}")
    marked = sum(json.loads(d)["national_id"] for _, d in deeds)
    check(marked == national, f"{marked} with the national id, not {national}")
    spool = os.path.join(house.data, "spool")
    check(os.listdir(spool) == [], f"notes are left: {os.listdir(spool)}")
    return before + len(deeds)


def notes(house):
    """A note waits while no server runs, is taken in once, and nothing is
    handed over that cannot be put on record."""
    spool = os.path.join(house.data, "spool")
    out = os.path.join(house.folder, "quiet.csv")
    status, _, err = khoa("export", "results", "--format", "csv", "--out", out,
                          "--data", house.data)
    check(status == 0 and len(os.listdir(spool)) == 1, f"a note waits: {err}")
    note = os.path.join(spool, os.listdir(spool)[0])
    check(os.stat(note).st_mode & 0o077 == 0, "the note is closed to others")
    with open(note) as file:
        again = file.read()
    with open(os.path.join(spool, "export-1.json"), "w") as file:
        file.write("{broken")
    count = house.sql("SELECT COUNT(*) FROM audit_event")[0][0]
    house.serve()
    for _ in range(100):
        if not os.path.exists(note):
            break
        time.sleep(0.1)
    with open(note, "w") as file:  # as if the server was cut off in between
        file.write(again)
    for _ in range(100):
        if not os.path.exists(note):
            break
        time.sleep(0.1)
    time.sleep(0.3)
    check(house.sql("SELECT COUNT(*) FROM audit_event WHERE action = "
                    "'results.export'")[0][0] ==
          house.sql("SELECT COUNT(DISTINCT id) FROM audit_event WHERE action ="
                    " 'results.export'")[0][0], "ids")
    check(house.sql("SELECT COUNT(*) FROM audit_event")[0][0] == count + 1,
          "a note becomes one deed, though it came twice")
    check(os.listdir(spool) == ["export-1.json.bad"], "a broken note is put "
          f"aside: {os.listdir(spool)}")
    house.stop()
    os.rename(spool, spool + ".away")
    with open(spool, "w"):
        pass
    status, _, err = khoa("export", "results", "--format", "csv", "--out",
                          out + "2", "--data", house.data)
    check(status == 1 and not os.path.exists(out + "2") and
          not os.path.exists(out + "2.partial"),
          f"without a record nothing is handed over: {err}")


with House() as house:
    plant(house)
    house.serve()
    want = expected(house)
    check(len(want) > 60, f"{len(want)} rows in the demo data")
    by_command(house, want)
    seen = on_record(house, 0, 4, 3)
    by_page(house, want)
    seen = on_record(house, seen, 4, 0)
    house.stop()
    notes(house)
done("export")
