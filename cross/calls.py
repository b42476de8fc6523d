#!/usr/bin/env python3
"""Plays Asterisk and 1C to a built program: calls.py PROGRAM [PREFIX…], e.g. calls.py dist/…/agi1c qemu-arm -cpu arm926.

Quiet when everything is as it should be; else says what the program did, and exits 1. It looks for what a wrong
instruction, a missing system call or a wrong ABI would break; what a call means is tested in tests/. A program called
agi1c-tls is asked over https too.
"""

import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time

import secure

NUMBER = "74952293042"
NAME = 'ООО "Ромашка" & Ко'
SHOWN = "ООО Ромашка & Ко"
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\r\n'
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<m:identifyResponse xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber">'
    '<m:return xmlns:xs="http://www.w3.org/2001/XMLSchema">ООО "Ромашка" &amp; Ко</m:return>'
    "</m:identifyResponse></soap:Body></soap:Envelope>"
).encode()
DESCRIPTION = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/"'
    ' xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="http://wiki.miko.ru/doc:1cajam:identifynumber"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="MIKO"'
    ' targetNamespace="http://wiki.miko.ru/doc:1cajam:identifynumber"><types>'
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' targetNamespace="http://wiki.miko.ru/doc:1cajam:identifynumber">'
    '<xs:element name="identify"><xs:complexType><xs:sequence><xs:element name="Number" type="xs:string"/>'
    '</xs:sequence></xs:complexType></xs:element>'
    '<xs:element name="identifyResponse"><xs:complexType><xs:sequence><xs:element name="return" type="xs:string"/>'
    '</xs:sequence></xs:complexType></xs:element></xs:schema></types>'
    '<message name="identifyRequestMessage"><part name="parameters" element="tns:identify"/></message>'
    '<message name="identifyResponseMessage"><part name="parameters" element="tns:identifyResponse"/></message>'
    '<portType name="MIKOPortType"><operation name="identify"><input message="tns:identifyRequestMessage"/>'
    '<output message="tns:identifyResponseMessage"/></operation></portType>'
    '<binding name="MIKOSoapBinding" type="tns:MIKOPortType">'
    '<soapbind:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/><operation name="identify">'
    '<soapbind:operation style="document" soapAction="x"/></operation></binding>'
    '<service name="MIKO"><port name="MIKOSoap" binding="tns:MIKOSoapBinding">'
    '<soapbind:address location="http://{}/base/ws/1C_MIKO_identify_number.1cws"/></port></service></definitions>'
)
ENVIRONMENT = (
    "agi_request: agi1c\nagi_channel: SIP/trunk-00000001\nagi_language: ru\nagi_type: SIP\n"
    "agi_uniqueid: 1700000000.1\nagi_version: 16.28.0\nagi_callerid: {}\nagi_calleridname: unknown\n"
    "agi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\nagi_callingtns: 0\nagi_dnid: 78121234567\n"
    "agi_rdnis: unknown\nagi_context: incoming\nagi_extension: 78121234567\nagi_priority: 1\n"
    "agi_enhanced: 0.0\nagi_accountcode: \nagi_threadid: 1\n\n"
)
# A call must go on after the deadline (2500 ms by default); an emulated CPU on a loaded machine starts seconds later.
LONGEST_SECONDS = 10.0
# For calls that are not about time: settings that let a loaded machine, and the arithmetic of a server on it, take longer.
PATIENT = "connect_timeout = 9000\nanswer_timeout = 20000\n[call]\ndeadline = 30000\n"


class OneC(http.server.BaseHTTPRequestHandler):
    """1C as far as one question needs it; under /silent it never answers."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """The question about a number."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "silent" in self.path:
            time.sleep(LONGEST_SECONDS + 1)
            return
        self.answer(ENVELOPE)

    def do_GET(self):
        """The service's description, which only `check` asks for."""
        self.answer(DESCRIPTION.format(self.headers["Host"]).encode())

    def answer(self, body):
        """A whole answer."""
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: quiet on success."""


def stand(handler=OneC):
    """Has a 1C listen for plain HTTP; gives its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def call(command, settings=None, more=(), started=lambda _: None, patience=60):
    """One AGI session of so many seconds at the most. Returns the commands that came, exit status, seconds, standard error."""
    environment = {"PATH": os.environ["PATH"], **dict(more)}
    if settings:
        environment["AGI1C_CONF"] = settings
    pipe = subprocess.PIPE
    began = time.monotonic()
    program = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    started(program)
    # Whatever hangs is ended, so that it is reported instead of hanging the build as well.
    killer = threading.Timer(patience, program.kill)
    killer.start()
    came = []
    try:
        program.stdin.write(ENVIRONMENT.format(NUMBER).encode())
        program.stdin.flush()
        for line in program.stdout:
            came.append(line.decode("utf-8", "replace").rstrip("\n"))
            nothing = came[-1].upper().startswith(("DATABASE GET", "GET "))
            program.stdin.write(b"200 result=0\n" if nothing else b"200 result=1\n")
            program.stdin.flush()
    except BrokenPipeError:
        pass
    errors = program.stderr.read().decode("utf-8", "replace")
    status = program.wait()
    killer.cancel()
    return came, status, time.monotonic() - began, errors


def settings_text(port, path, trust=None, more=PATIENT):
    """Settings that name the stand-in above, over https where it is said whom to trust; `more` goes on in [crm]."""
    host = f"https://localhost:{port}" if trust else f"http://127.0.0.1:{port}"
    trusted = f"tls = {trust}\n" if trust else ""
    return f"[crm]\nurl = {host}/{path}/ws/1C_MIKO_identify_number.1cws\nuser = u\npassword = p\n{trusted}{more}"


def speaks_https(program):
    """Whether it is the edition for https."""
    return os.path.basename(program) == "agi1c-tls"


def over_https(expect, command, folder):
    """Calls over both versions of TLS and both kinds of keys, each with a full handshake and with the session of it."""
    file = os.path.join(folder, "secure.conf")
    for what, server, trust in secure.servers(OneC, folder):
        with open(file, "w", encoding="utf-8") as out:
            out.write(settings_text(server.port, "base", trust))
        for resumed in (False, True):
            came = call(command, file)
            how = f"{what}, {'resumed' if resumed else 'full'}"
            expect(f"{how}: named", any(SHOWN in line for line in came[0]) and came[1] == 0, came)
            expect(f"{how}: so the server says", server.resumed[-1:] == [resumed], server.resumed)


def main():
    """Runs every play; the exit status says whether all went well."""
    program, prefix = os.path.abspath(sys.argv[1]), sys.argv[2:]
    port = stand()
    failures = []

    def expect(what, holds, seen):
        if not holds:
            failures.append(f"{program}: {what}: {seen}")

    with tempfile.TemporaryDirectory() as folder:
        good, silent, tailed = (os.path.join(folder, name) for name in ("good.conf", "silent.conf", "agi1c-tailed"))
        for file, path, more in ((good, "base", PATIENT), (silent, "silent", "")):
            with open(file, "w", encoding="utf-8") as out:
                out.write(settings_text(port, path, more=more))

        came = call([*prefix, program], good)
        named = f'SET VARIABLE "CALLERID(name)" "{SHOWN}"'
        expect(f"a call gets its name ({named})", any(SHOWN in line and "CALLERID(name)" in line for line in came[0]), came)
        expect("status is found", any("AGI1C_STATUS" in line and "found" in line for line in came[0]), came)
        expect("exit status 0", came[1] == 0, came)

        # The appliance adds one more newline to the file than was written.
        text = settings_text(port, "base").encode()
        with open(program, "rb") as source, open(tailed, "wb") as out:
            out.write(source.read() + text + b"\n;agi1c-settings %08x\n\n" % len(text))
        os.chmod(tailed, 0o755)
        came = call([*prefix, tailed])
        expect("settings from the program's own tail", any(SHOWN in line for line in came[0]) and came[1] == 0, came)

        came = call([*prefix, program], silent)
        expect("a silent 1C holds no call", came[2] < LONGEST_SECONDS and came[1] == 0, came)
        expect("status is failed", any("AGI1C_STATUS" in line and "failed" in line for line in came[0]), came)

        if speaks_https(program):
            over_https(expect, [*prefix, program], folder)

        for words, wanted in ((["lookup", NUMBER], NAME), (["check", NUMBER], ""), (["version"], "")):
            done = subprocess.run(
                [*prefix, program, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=60,
                check=False,
                env={"PATH": os.environ["PATH"], "AGI1C_CONF": good},
            )
            said = done.stdout.decode("utf-8", "replace")
            expect(f"{words[0]} succeeds", done.returncode == 0 and said.strip() and wanted in said, done)

    for line in failures:
        print(line, file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
