"""Calls from 1C as the extension does it: agi1c_Набор.Позвонить over a real connection, with settings from stdin.

    call.py EXTENSION NUMBER < settings

Prints each request's body as it was sent. The last line is `called`, or `refused: ` and what the user is told; anything
else that happens is an error. Used by the tests on a real Asterisk.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import package  # noqa: E402 (the path comes first)
from evaluator import Raised, http  # noqa: E402


def main(extension, number):
    program = package.load()
    program.platform.constants["agi1c_параметры"] = sys.stdin.read()
    send = http.Connection._send

    def shown(connection, method, request):
        print(f"{method} {request.get('АдресРесурса')} {request.body.decode()}")
        return send(connection, method, request)

    http.Connection._send = shown
    try:
        program.modules["agi1c_набор"].call("Позвонить", extension, number)
    except Raised as refused:
        print(f"refused: {refused.text}")
    else:
        print("called")


if __name__ == "__main__":
    main(*sys.argv[1:])
