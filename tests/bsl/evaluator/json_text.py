"""ЗаписьJSON, ЧтениеJSON and what reads and writes with them: texts only, no files."""

import json
from decimal import Decimal

from .collections import Array, Map, Structure
from .errors import Raised, Unknown
from .objects import Object, method
from .values import UNDEFINED, is_number


class WriterSettings(Object):
    type_name = "ПараметрыЗаписиJSON"

    def __init__(self, line_ends):
        super().__init__()
        self.line_ends = line_ends.name


class Writer(Object):
    type_name = "ЗаписьJSON"

    def __init__(self):
        super().__init__()
        self.parts = None
        self.pretty = True

    @method
    def УстановитьСтроку(self, параметры=UNDEFINED):
        self.parts = []
        self.pretty = параметры is UNDEFINED or параметры.line_ends != "Нет"

    @method
    def Закрыть(self):
        written, self.parts = "".join(self._open()), None
        return written

    def _open(self):
        if self.parts is None:
            raise Raised("ЗаписьJSON: не открыта")
        return self.parts

    def write(self, value):
        parts = self._open()
        if self.pretty and isinstance(value, (Structure, Map, Array)):
            raise Unknown("JSON on several lines: ask for ПереносСтрокJSON.Нет")
        if parts:
            raise Raised("Текст JSON уже содержит значение")
        parts.append(encoded(value))


class Reader(Object):
    type_name = "ЧтениеJSON"

    def __init__(self):
        super().__init__()
        self.text = None

    @method
    def УстановитьСтроку(self, строка):
        self.text = строка

    @method
    def Закрыть(self):
        self.text = None


def encoded(value):
    if isinstance(value, (Structure, Map)):
        pairs = [(pair.get("Ключ"), pair.get("Значение")) for pair in value.each()]
        if not all(isinstance(key, str) for key, _ in pairs):
            raise Raised("Ключ соответствия должен быть строкой")
    elif isinstance(value, Array):
        return "[" + ",".join(encoded(item) for item in value.items) + "]"
    elif value is UNDEFINED:
        return "null"
    elif isinstance(value, bool):
        return "true" if value else "false"
    elif is_number(value):
        return format(value, "f")
    elif isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    else:
        raise Raised(f"Преобразование значения к типу JSON не может быть выполнено ({value!r})")
    return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{encoded(held)}" for key, held in pairs) + "}"


def ЗаписатьJSON(запись, значение, настройки=UNDEFINED):
    if настройки is not UNDEFINED:
        raise Unknown("ЗаписатьJSON with settings")
    запись.write(значение)


def ПрочитатьJSON(чтение, в_соответствие=False, даты=UNDEFINED):
    if даты is not UNDEFINED:
        raise Unknown("ПрочитатьJSON with names of dates")
    if чтение.text is None:
        raise Raised("ЧтениеJSON: не открыто")
    try:
        read = json.loads(чтение.text, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        raise Raised(f"Ошибка при чтении JSON: {error}") from error
    return _value(read, в_соответствие)


def _value(read, as_map):
    if isinstance(read, dict):
        pairs = [(name, _value(held, as_map)) for name, held in read.items()]
        return Map(pairs) if as_map else Structure(pairs)
    if isinstance(read, list):
        return Array([_value(held, as_map) for held in read])
    return UNDEFINED if read is None else read
