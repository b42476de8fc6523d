"""The same call by panoramisk (PyPI), asyncio and aiohttp: the question to 1C, its answer, the commands of agi1c.

panoramisk_1c.py URL prints the port it listens on.
"""
import asyncio
import html
import re
import sys
import time

import aiohttp
from panoramisk import fast_agi

ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
    '<soap:Body><m:identify xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber"><m:Number>{}</m:Number>'
    "</m:identify></soap:Body></soap:Envelope>"
)
RETURN = re.compile(r"<(?:\w+:)?return[^>]*>([^<]*)</")
HEADERS = {"Content-Type": "text/xml; charset=utf-8"}


async def main(url):
    limit = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=limit, timeout=aiohttp.ClientTimeout(total=2.35)) as session:

        async def name_the_caller(request):
            began = time.monotonic()
            number = request.headers["agi_callerid"]
            send = request.send_command
            await send(f'DATABASE GET "agi1c" "n/default/{number}"')
            await send('DATABASE GET "agi1c" "b/default"')
            async with session.post(url, data=ENVELOPE.format(number).encode(), headers=HEADERS) as response:
                name = html.unescape(RETURN.search(await response.text())[1])
            await send(f'SET VARIABLE CALLERID(name) "{name}"')
            ms = int((time.monotonic() - began) * 1000)
            for variable, value in [("STATUS", "found"), ("REASON", "answer"), ("NAME", name), ("MS", ms)]:
                await send(f'SET VARIABLE AGI1C_{variable} "{value}"')
            now = int(time.time())
            await send(f'DATABASE PUT "agi1c" "n/default/{number}" "{now} {name}"')
            await send('DATABASE GET "agi1c" "last/next"')
            await send(f'DATABASE PUT "agi1c" "last/1" "{now} {number[-4:]} found answer {ms} ms"')
            await send('DATABASE PUT "agi1c" "last/next" "2"')
            await send(f'VERBOSE "agi1c: found (answer), number ending {number[-4:]}, {ms} ms" 3')

        application = fast_agi.Application(loop=asyncio.get_running_loop())
        application.add_route("agi1c", name_the_caller)
        server = await asyncio.start_server(application.handler, "127.0.0.1", 0, backlog=4096)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(main(sys.argv[1]))
