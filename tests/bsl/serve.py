"""The extension's own modules behind a web server, as a publication of 1C would answer: SOAP and the HTTP service.

Prints its port, then serves until it is ended. The base is a small office; `/control/…` does what people do there:
`rename?from=&to=`, `remove?name=`, `extension?of=&is=`; the queue's job runs at once, two minutes pass.
"""

import http.server
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from evaluator import Raised  # noqa: E402 (the path comes first)
from evaluator.http import ServiceRequest  # noqa: E402
from evaluator.objects import Cell  # noqa: E402
from modules.office import Card, Office  # noqa: E402

SERVICE = "agi1c_MIKO_identify_number"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAMESPACE = "http://wiki.miko.ru/doc:1cajam:identifynumber"


def filled():
    office = Office()
    anna = office.user("Анна", "101")
    daisy = office.add(
        "Партнеры", 'ООО "Ромашка"', "8 (495) 229-30-42 / 8 926 111-22-33 доб. 12", ОсновнойМенеджер=anna
    )
    office.add("КонтактныеЛицаПартнеров", "Щербаков Юрий", "+7 921 123-45-67", Владелец=daisy)
    office.add("Партнеры", "Лютик & Ко <опт>", "+380 44 123-45-67")
    office.add("Партнеры", "Тёзка", "8 926 111-22-33")
    for at in range(250):
        office.add("Партнеры", f"Клиент {at}", f"8 495 100-{at // 100:02}-{at % 100:02}")
    office.fill()
    return office


class Publication(http.server.BaseHTTPRequestHandler):
    office = filled()

    def do_POST(self):
        body = ElementTree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
        question = body.find(f"{{{SOAP}}}Body")[0]
        operation = question.tag.split("}")[1]
        try:
            found = self.office.call(SERVICE, operation, *[part.text or "" for part in question])
        except Raised as error:
            self.answer(
                500,
                "text/xml",
                envelope(f"<soap:Fault><faultstring>{escape(error.in_full())}</faultstring></soap:Fault>"),
            )
        else:
            inside = f'<m:{operation}Response xmlns:m="{NAMESPACE}"><m:return>{escape(found)}</m:return></m:{operation}Response>'
            self.answer(200, "text/xml", envelope(inside))

    def do_GET(self):
        path, _, query = self.path.partition("?")
        words = dict(urllib.parse.parse_qsl(query))
        method = path.rsplit("/", 1)[-1]
        if path.startswith("/control/"):
            getattr(self, method)(**words)
            self.answer(200, "text/plain", "")
            return
        answer = self.office.call("agi1c_HTTP", f"{method}GET", ServiceRequest(words.items()))
        headers = answer.get("Заголовки")
        self.answer(int(answer.get("КодСостояния")), headers.item("Content-Type"), answer.body.decode())

    def answer(self, status, kind, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        pass

    # What people do.

    def element(self, name):
        for catalog in ("Партнеры", "КонтактныеЛицаПартнеров", "Пользователи"):
            for row in self.office.store.rows(f"Справочник.{catalog}"):
                if row["наименование"] == name:
                    return row["ссылка"]
        raise KeyError(name)

    def rename(self, to, **words):
        reference = self.element(words["from"])
        self.office.rename(reference, Наименование=to)
        self.written(reference, "ПриЗаписиКлиента")

    def remove(self, name):
        reference = self.element(name)
        self.office.remove(reference)
        self.written(reference, "ПередУдалениемКлиента")

    def extension(self, of, **words):
        self.office.phones(self.element(of), words["is"])

    def written(self, reference, handler):
        self.office.call("agi1c_Очередь", handler, Card(reference), Cell(False))
        self.office.call("agi1c_Очередь", "Разобрать")
        self.office.later(120)


def envelope(inside):
    return f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Header/><soap:Body>{inside}</soap:Body></soap:Envelope>'


if __name__ == "__main__":
    server = http.server.HTTPServer(("127.0.0.1", 0), Publication)
    print(server.server_port, flush=True)
    server.serve_forever()
