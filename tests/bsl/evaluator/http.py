"""HTTP on both sides: a service's request and answer, and a client that really connects (HTTPСоединение)."""

import base64
import http.client

from .collections import FixedMap, Map
from .errors import Raised, Unknown
from .objects import Object, method
from .values import UNDEFINED, is_number, to_text, value_of, whole


class ServiceRequest(Object):
    """What a handler of an HTTP service gets."""

    type_name = "HTTPСервисЗапрос"

    def __init__(self, query=()):
        super().__init__()
        self.fields = {"параметрызапроса": FixedMap(query)}


class ServiceAnswer(Object):
    type_name = "HTTPСервисОтвет"
    writable = ("КодСостояния", "Причина")

    def __init__(self, код, причина="", заголовки=UNDEFINED):
        super().__init__()
        whole(код, "КодСостояния")
        headers = Map() if заголовки is UNDEFINED else заголовки
        self.fields = {"кодсостояния": код, "причина": причина, "заголовки": headers}
        self.body = b""

    @method
    def УстановитьТелоИзСтроки(self, строка, кодировка=UNDEFINED, метка=UNDEFINED):
        if кодировка is not UNDEFINED and to_text(кодировка).upper().replace("-", "") != "UTF8":
            raise Unknown(f"the encoding {to_text(кодировка)}")
        if метка is not UNDEFINED and метка.name != "НеИспользовать":
            raise Unknown(f"a byte order mark in an answer: {метка!r}")
        self.body = строка.encode()


class Request(Object):
    type_name = "HTTPЗапрос"
    writable = ("АдресРесурса", "Заголовки")

    def __init__(self, адрес="", заголовки=UNDEFINED):
        super().__init__()
        self.fields = {"адресресурса": адрес, "заголовки": Map() if заголовки is UNDEFINED else заголовки}
        self.body = b""

    @method
    def УстановитьТелоИзСтроки(self, строка, кодировка=UNDEFINED, метка=UNDEFINED):
        # The platform's default is UTF-8 with a byte order mark in front of it.
        if метка is UNDEFINED or метка.name != "НеИспользовать":
            raise Unknown("the body of a request with a byte order mark: say ИспользованиеByteOrderMark.НеИспользовать")
        self.body = строка.encode()


class Answer(Object):
    type_name = "HTTPОтвет"

    def __init__(self, status, headers, body):
        super().__init__()
        self.fields = {"кодсостояния": status, "заголовки": FixedMap(headers)}
        self.body = body

    @method
    def ПолучитьТелоКакСтроку(self, кодировка=UNDEFINED):
        return self.body.decode("utf-8", "replace").removeprefix("\ufeff")


class Connection(Object):
    """One connection for each request, as the platform makes them unless told otherwise."""

    type_name = "HTTPСоединение"

    def __init__(
        self, сервер, порт=UNDEFINED, пользователь="", пароль="", прокси=UNDEFINED, время=UNDEFINED, ssl=UNDEFINED
    ):
        super().__init__()
        if прокси is not UNDEFINED or ssl is not UNDEFINED:
            raise Unknown("HTTPСоединение by a proxy or with TLS")
        self.host = сервер
        self.port = 80 if порт is UNDEFINED else whole(порт, "a port")
        self.timeout = float(время) if is_number(время) and время else 20.0
        self.login = f"{пользователь}:{пароль}" if пользователь else None
        self.fields = {"сервер": сервер, "порт": порт}

    @method
    def Получить(self, запрос):
        return self._send("GET", запрос)

    @method
    def ОтправитьДляОбработки(self, запрос):
        return self._send("POST", запрос)

    def _send(self, http_method, request):
        headers = {pair.get("Ключ"): pair.get("Значение") for pair in request.get("Заголовки").each()}
        if self.login:
            headers.setdefault("Authorization", "Basic " + base64.b64encode(self.login.encode()).decode())
        path = request.get("АдресРесурса")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            connection.request(http_method, path if path.startswith("/") else "/" + path, request.body or None, headers)
            answer = connection.getresponse()
            return Answer(value_of(answer.status), answer.getheaders(), answer.read())
        except OSError as error:
            raise Raised(f"Ошибка работы с Интернет: {error}") from error
        finally:
            connection.close()
