#!/usr/bin/env python3
"""What a call falls into when something breaks: nets.py PROGRAM [--clock FILE] [PREFIX…].

Sends the signals of a crash in the middle of a call, starts calls with every signal blocked, and makes calls with the
clocks of other years. FILE is clock.c, compiled: preloaded into the qemu of PREFIX, because a static program loads nothing.
`nets.py PROGRAM --strace` gives a 32-bit program of this machine other years by changing the kernel's answers, and a
kernel whose 64-bit clock fails. The calls of other years go over https where the program is agi1c-tls: the server's
certificate holds from 2020 to 2109. Quiet when all is well.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time

import secure
from calls import ENVIRONMENT, LONGEST_SECONDS, NUMBER, PATIENT, SHOWN, OneC, call, settings_text, speaks_https, stand

# A panic where the build has no text for it is SIGILL, on arm64 SIGTRAP; the others are memory that is not there.
CRASHES = (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGSEGV)
# 1970, when a battery is flat; just before and after 32 bits with a sign run over; 2040; the last year of those without.
YEARS = (0, 86_400, 2**31 - 1, 2**31, 2_208_988_800, 2**32 - 86_400)


class Watched(OneC):
    """1C that says when it was asked."""

    asked = threading.Event()

    def do_POST(self):
        """The question about a number."""
        Watched.asked.set()
        super().do_POST()


def start(command, settings, **more):
    """The program, with the environment block written to it."""
    pipe = subprocess.PIPE
    environment = {"PATH": os.environ["PATH"], "AGI1C_CONF": settings}
    program = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, **more)
    program.stdin.write(ENVIRONMENT.format(NUMBER).encode())
    program.stdin.flush()
    return program


def struck(command, settings, number):
    """A call that gets signal `number` while it waits for 1C: exit status, and what it had written."""
    Watched.asked.clear()
    program = start(command, settings)
    said = b""
    until = time.monotonic() + LONGEST_SECONDS
    while not Watched.asked.is_set() and time.monotonic() < until:
        if select.select([program.stdout], [], [], 0.02)[0]:
            said += os.read(program.stdout.fileno(), 4096)
            program.stdin.write(b"200 result=0\n")
            program.stdin.flush()
    if not Watched.asked.is_set():
        program.kill()
        return "1C was not asked", said
    program.send_signal(number)
    try:
        said += program.communicate(timeout=LONGEST_SECONDS)[0]
    except subprocess.TimeoutExpired:
        program.kill()
    return program.wait(), said


def only_questions(said):
    """What a call writes before it has an answer: whole lines, and nothing but questions to AstDB."""
    lines = said.decode("utf-8", "replace").split("\n")
    return lines.pop() == "" and len(lines) >= 2 and all(line.startswith("DATABASE GET ") for line in lines)


def held(command, settings):
    """A call whose Asterisk never answers and whose parent has blocked all signals: exit status, seconds."""
    began = time.monotonic()
    program = start(command, settings, preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()))
    try:
        return program.wait(timeout=LONGEST_SECONDS), time.monotonic() - began
    except subprocess.TimeoutExpired:
        program.kill()
        return "still there", time.monotonic() - began


def strace(*injections):
    """The words that start a program under strace, which changes the kernel's answers."""
    return ["strace", "-f", "-qq", "-o", "/dev/null", *(f"--inject={each}" for each in injections)]


def little_endian(value, size):
    """As strace wants bytes."""
    return value.to_bytes(size, "little").hex()


def years(program, words):
    """Every clock there is, as (what to say of it, its seconds or None for today's, the words before PROGRAM)."""
    if words[:1] == ["--strace"]:
        for year in YEARS:
            wide = f"clock_gettime64:poke_exit=@arg2={little_endian(year, 8)}"
            yield f"clock {year}, 64 bits", year, strace(wide), {}
            narrow = f"clock_gettime:poke_exit=@arg2={little_endian(year, 4)}"
            for error in ("EOVERFLOW", "ENOSYS"):
                yield f"clock {year}, {error}", year, strace(f"clock_gettime64:error={error}", narrow), {}
    elif words[:1] == ["--clock"]:
        for year in YEARS:
            yield f"clock {year}", year, words[2:], {"LD_PRELOAD": words[1], "AGI1C_CLOCK": str(year)}
        yield "today", None, words[2:], {}


def main():
    """Runs every play; the exit status says whether all went well."""
    program, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    prefix = words[2:] if words[:1] == ["--clock"] else [] if words[:1] == ["--strace"] else words
    plain = stand(Watched)
    failures = []

    def expect(what, holds, seen):
        if not holds:
            failures.append(f"{program}: {what}: {seen}")

    with tempfile.TemporaryDirectory() as folder:
        good, waiting, silent = (os.path.join(folder, name) for name in ("good.conf", "waiting.conf", "silent.conf"))
        for file, path, more in ((good, "base", PATIENT), (waiting, "silent", PATIENT), (silent, "silent", "")):
            with open(file, "w", encoding="utf-8") as out:
                out.write(settings_text(plain, path, more=more))

        for number in CRASHES:
            status, said = struck([*prefix, program], waiting, number)
            expect(f"{number.name} ends a call with status 0", status == 0, (status, said))
            expect(f"{number.name} leaves nothing behind but questions", only_questions(said), said)
        status, seconds = held([*prefix, program], silent)
        expect("blocked signals hold no call", status == 0, (status, seconds))

        if speaks_https(program):
            secure.certificates(folder)
            port = secure.Server(OneC, os.path.join(folder, "ECDSA.pem"), "1.3").port
            trust = f"ca:{folder}/ca.pem"
            with open(good, "w", encoding="utf-8") as out:
                out.write(settings_text(port, "base", trust))
        for what, year, before, more in years(program, words):
            if speaks_https(program):
                # The dates of a certificate are looked at in a full handshake.
                secure.forget(port, trust)
            came, status, _, errors = call([*before, program], good, more)
            expect(f"{what}: exit status 0", status == 0, (status, came, errors))
            expect(f"{what}: named", any("CALLERID(name)" in line and SHOWN in line for line in came), (came, errors))
            kept = [line for line in came if line.startswith('DATABASE PUT') and NUMBER in line]
            dated = [int(line.split('"')[5].split()[0]) for line in kept]
            wanted = time.time() if year is None else year
            expect(f"{what}: kept with its time", len(dated) == 1 and abs(dated[0] - wanted) < 60, (kept, came))
        if speaks_https(program):
            secure.forget(port, trust)

    for line in failures:
        print(line, file=sys.stderr)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
