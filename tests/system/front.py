#!/usr/bin/env python3
"""nginx before Khoa with the configuration that is shipped, only its paths,
ports and name replaced: people sign in, save and hand in over TLS, and wind a
film on; three hundred slow clients hold nobody up; nobody can claim another
address."""
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from house import House, Client, check, done, free_port

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
NAME, SLOW = "hoc.test", 300


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                    "-days", "2", "-subj", "/CN=" + NAME, "-addext",
                    "subjectAltName=DNS:" + NAME, "-keyout",
                    folder + "/key.pem", "-out", folder + "/fullchain.pem"],
                   check=True, capture_output=True)


def configuration(folder, backend, http_port, https_port):
    with open(os.path.join(ROOT, "tools/operate/nginx.conf")) as shipped:
        text = shipped.read()
    for old, new in (("127.0.0.1:8080", f"127.0.0.1:{backend}"),
                     ("/etc/khoa/tls/", folder + "/"),
                     ("hoc.example.gov.vn", NAME),
                     ("listen 80;", f"listen 127.0.0.1:{http_port};"),
                     ("    listen [::]:80;\n", ""),
                     ("listen 443 ssl http2;",
                      f"listen 127.0.0.1:{https_port} ssl http2;"),
                     ("    listen [::]:443 ssl http2;\n", "")):
        check(old in text, f"the shipped configuration has {old}")
        text = text.replace(old, new)
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as conf:
        conf.write(f"""daemon off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{ access_log off; client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{text}
}}""")
    return path


class Front(Client):
    """A browser that comes in through nginx."""

    def __init__(self, house, port, claimed=None):
        super().__init__(house)
        self.port, self.claimed, self.more = port, claimed, {}

    def ask(self, method, path, fields=None, accept="text/html"):
        trust = ssl.create_default_context(
            cafile=self.house.folder + "/fullchain.pem")
        if not self.line:
            self.line = http.client.HTTPSConnection(NAME, self.port,
                                                    context=trust, timeout=60)
            raw = socket.create_connection(("127.0.0.1", self.port), 60)
            self.line.sock = trust.wrap_socket(raw, server_hostname=NAME)
            plain, claimed = self.line.request, self.claimed

            def request(method, path, body, headers):
                headers = {**headers, "Host": NAME, "Origin": "https://" + NAME, **self.more}
                if claimed:
                    headers["X-Forwarded-For"] = claimed()
                plain(method, path, body, headers)
            self.line.request = request
        return super().ask(method, path, fields, accept)


def sits(house, port):
    me = Front(house, port).sign_in("hocvien")
    _, headers, _ = me.get("/")
    check("max-age" in (headers["Strict-Transport-Security"] or ""),
          "browsers are told to stay with TLS")
    now = int(time.time() * 1000)
    room = house.sql("SELECT id FROM sitting WHERE opens_at <= ? AND closes_at "
                     "> ? AND ready = 1", now, now)[0][0]
    page = f"/sittings/{room}"
    _, headers, _ = me.post(page, page, confirmed="1")
    attempt = headers["Location"].split("/")[2]
    return me, attempt


def saves(house, me, attempt):
    for slot in range(1, 11):
        page = f"/attempts/{attempt}/{slot}"
        form = me.form(page, page)
        fields = dict(form.fields, go="1")
        fields.update({name: values[0] for name, values in form.radios.items()})
        for name, _ in form.fields:
            if name.startswith("a."):
                fields[name] = "7"
        status, _, _ = me.ask("POST", page, fields)
        check(status == 303, f"question {slot} is saved: {status}")
    rows = house.sql("SELECT COUNT(DISTINCT slot) FROM answer_event WHERE "
                     "attempt = ? AND kind = 'save'", int(attempt))
    check(rows[0][0] == 10, f"ten answers are stored: {rows}")


def hands_in(house, me, attempt):
    status, headers, _ = me.post(f"/attempts/{attempt}/review",
                                 f"/attempts/{attempt}/hand-in")
    check(status == 303 and headers["Location"].endswith("/result"),
          "handed in")


def plays(me):
    """Parts of a film, as a browser asks for them."""
    _, _, page = me.get("/courses/an-toan-thong-tin/gia-mao")
    film = re.search(r'<video[^>]* src="([^"]+)"', page.decode()).group(1)
    status, headers, whole = me.get(film)
    check(status == 200 and headers["Accept-Ranges"] == "bytes",
          f"a film may be asked for in parts: {status}")
    me.more = {"Range": f"bytes={len(whole) - 1000}-",
               "If-Range": headers["ETag"]}
    status, headers, part = me.get(film)
    check(status == 206 and part == whole[-1000:] and
          headers["Content-Range"] ==
          f"bytes {len(whole) - 1000}-{len(whole) - 1}/{len(whole)}",
          f"its end comes alone: {status} {headers['Content-Range']}")
    me.more = {"Range": f"bytes={len(whole)}-"}
    status, headers, _ = me.get(film)
    check(status == 416, f"and nothing behind it: {status}")
    me.more = {}


def slow_clients(port):
    """Heads that never end and bodies that never come."""
    lines = []
    trust = ssl._create_unverified_context()
    for i in range(SLOW):
        line = socket.create_connection(("127.0.0.1", port), 10)
        line = trust.wrap_socket(line, server_hostname=NAME)
        line.sendall(f"POST /sign-in HTTP/1.1\r\nHost: {NAME}\r\n".encode())
        if i % 2:
            line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n"
                         b"Content-Length: 900000\r\n\r\nlogin=")
        lines.append(line)
    return lines


def nobody_claims_another_address(house, port):
    """Wrong passwords wait, whatever address is claimed each time."""
    count = iter(range(1, 250))
    me = Front(house, port, lambda: f"203.0.113.{next(count)}")
    codes = [me.post("/sign-in", "/sign-in", login="hocvien",
                     password="wrong")[0] for _ in range(9)]
    check(codes[-1] == 429, f"nine wrong passwords have to wait: {codes}")


def plain_goes_to_tls(port):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", "/courses?x=1", headers={"Host": NAME})
    answer = line.getresponse()
    check(answer.status == 308 and
          answer.headers["Location"] == f"https://{NAME}/courses?x=1",
          f"plain HTTP goes to TLS: {answer.headers['Location']}")


def run(house, http_port, https_port):
    me, attempt = sits(house, https_port)
    lines = slow_clients(https_port)
    saves(house, me, attempt)
    plays(me)
    hands_in(house, me, attempt)
    for line in lines:
        line.close()
    status, _, _ = me.get("/metrics")
    check(status == 404, "figures are not for the outside")
    nobody_claims_another_address(house, https_port)
    plain_goes_to_tls(http_port)


if not shutil.which("nginx"):
    print("front: skipped, nginx is not installed")
    sys.exit(77)
with House() as house:
    http_port, https_port = free_port(), free_port()
    certificate(house.folder)
    conf = os.path.join(house.folder, "khoa.conf.lua")
    with open(conf, "w") as settings:
        settings.write(f'behind_proxy = true\naddress = "https://{NAME}"\n')
    house.serve(options=["--config", conf])
    nginx = subprocess.Popen(["nginx", "-c", configuration(
        house.folder, house.port, http_port, https_port)])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", https_port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        run(house, http_port, https_port)
    finally:
        nginx.terminate()
        nginx.wait(20)
done("front")
