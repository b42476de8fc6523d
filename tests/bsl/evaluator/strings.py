"""The platform's functions for texts. Positions count from 1; what the documentation leaves open is an error."""

import urllib.parse
from decimal import Decimal

from .collections import Array, as_array
from .errors import Raised, Unknown
from .formats import formatted
from .values import UNDEFINED, is_number, to_text, whole

# What СокрЛП and ПустаяСтрока take for blanks.
BLANKS = " \t\n\r\x0b\x0c\xa0"


def text(value):
    """An argument that must be a text. Numbers become one, as the platform does it: with their groups."""
    if isinstance(value, str) or is_number(value):
        return to_text(value)
    raise Unknown(f"expected a text, got {value!r}")


def _count(value, what):
    number = whole(value, what)
    if number < 0:
        raise Unknown(f"{what}: {number}")
    return number


def СтрДлина(строка):
    return len(text(строка))


def Лев(строка, количество):
    return text(строка)[: _count(количество, "Лев")]


def Прав(строка, количество):
    count = _count(количество, "Прав")
    return text(строка)[-count:] if count else ""


def Сред(строка, начало, количество=None):
    first = whole(начало, "Сред")
    if first < 1:
        raise Unknown(f"Сред from {first}")
    rest = text(строка)[first - 1 :]
    return rest if количество is None else rest[: _count(количество, "Сред")]


def Найти(строка, подстрока):
    if text(подстрока) == "":
        raise Unknown("Найти of an empty text")
    return text(строка).find(text(подстрока)) + 1


def СтрНайти(строка, подстрока, направление=None, начало=None, вхождение=None):
    if направление is not None or вхождение is not None:
        raise Unknown("СтрНайти with a direction or a count")
    if text(подстрока) == "":
        raise Unknown("СтрНайти of an empty text")
    first = 1 if начало is None else whole(начало, "СтрНайти")
    if not 1 <= first <= max(len(text(строка)), 1):
        raise Raised("Недопустимое значение параметра (параметр номер '4')")
    return text(строка).find(text(подстрока), first - 1) + 1


def СтрЗаменить(строка, что, на):
    if text(что) == "":
        raise Unknown("СтрЗаменить of an empty text")
    return text(строка).replace(text(что), text(на))


def СтрЧислоСтрок(строка):
    return text(строка).count("\n") + 1


def СтрПолучитьСтроку(строка, номер):
    lines = text(строка).split("\n")
    number = whole(номер, "СтрПолучитьСтроку")
    return lines[number - 1] if 1 <= number <= len(lines) else ""


def СтрЧислоВхождений(строка, подстрока):
    return text(строка).count(text(подстрока)) if text(подстрока) else 0


def СтрНачинаетсяС(строка, начало):
    if text(начало) == "":
        raise Raised("Недопустимое значение параметра (параметр номер '2')")
    return text(строка).startswith(text(начало))


def СтрЗаканчиваетсяНа(строка, конец):
    if text(конец) == "":
        raise Raised("Недопустимое значение параметра (параметр номер '2')")
    return text(строка).endswith(text(конец))


def СтрРазделить(строка, разделитель, пустые=True):
    """Every character of the separator parts; an empty text gives one empty part."""
    whole_text, parts = text(строка), [""]
    if text(разделитель) == "":
        raise Unknown("СтрРазделить without a separator")
    for letter in whole_text:
        if letter in text(разделитель):
            parts.append("")
        else:
            parts[-1] += letter
    return Array([part for part in parts if part or пустые])


def СтрСоединить(части, разделитель=""):
    return text(разделитель).join(text(part) for part in as_array(части))


def СтрСравнить(первая, вторая):
    raise Unknown("СтрСравнить: the order is the base's locale's")


def СтрШаблон(шаблон, *значения):
    result, template, at = "", text(шаблон), 0
    while at < len(template):
        letter, ahead = template[at], template[at + 1 : at + 2]
        at += 1
        if letter != "%":
            result += letter
            continue
        at += 1
        if ahead == "%":
            result += "%"
            continue
        digits = ahead
        if ahead == "(":
            end = template.index(")", at)
            digits, at = template[at:end], end + 1
        if not digits.isdigit() or not 1 <= int(digits) <= 10:
            raise Raised("Недопустимое значение параметра (параметр номер '1')")
        if int(digits) > len(значения):
            raise Raised("Недостаточно фактических параметров (СтрШаблон)")
        result += to_text(значения[int(digits) - 1])
    return result


def СокрЛ(строка):
    return to_text(строка).lstrip(BLANKS)


def СокрП(строка):
    return to_text(строка).rstrip(BLANKS)


def СокрЛП(строка):
    return to_text(строка).strip(BLANKS)


def НРег(строка):
    return text(строка).lower()


def ВРег(строка):
    return text(строка).upper()


def ПустаяСтрока(строка):
    return text(строка).strip(BLANKS) == ""


def КодСимвола(строка, номер=Decimal(1)):
    """1C counts in UTF-16; what lies above it is two of its characters."""
    number = whole(номер, "КодСимвола")
    letters = text(строка)
    if not 1 <= number <= len(letters):
        raise Unknown(f"КодСимвола({letters!r}, {number})")
    return ord(letters[number - 1])


def Символ(код):
    code = whole(код, "Символ")
    if not 0 <= code <= 0xFFFF:
        raise Unknown(f"Символ({code})")
    return chr(code)


def Строка(значение):
    return to_text(значение)


def Формат(значение, строка):
    return formatted(значение, строка)


def XMLСтрока(значение):
    """The form of XML Schema: 1000, true, 2020-01-01T00:00:00."""
    if isinstance(значение, bool):
        return "true" if значение else "false"
    if is_number(значение):
        return format(значение.normalize(), "f")
    if isinstance(значение, str):
        return значение
    if hasattr(значение, "isoformat"):
        return значение.isoformat(timespec="seconds")
    return значение.xml_text()


def КодироватьСтроку(строка, способ, кодировка=UNDEFINED):
    """Percent-encoding: КодировкаURL leaves the letters that RFC 3986 calls unreserved."""
    _utf8(кодировка)
    if способ.name != "КодировкаURL":
        raise Unknown(f"КодироватьСтроку with {способ!r}")
    return urllib.parse.quote(text(строка), safe="")


def РаскодироватьСтроку(строка, способ, кодировка=UNDEFINED):
    _utf8(кодировка)
    if способ.name != "КодировкаURL":
        raise Unknown(f"РаскодироватьСтроку with {способ!r}")
    return urllib.parse.unquote(text(строка))


def _utf8(encoding):
    if encoding is not UNDEFINED and "utf" not in to_text(encoding).lower():
        raise Unknown(f"the encoding {to_text(encoding)}")


FUNCTIONS = [
    СтрДлина, Лев, Прав, Сред, Найти, СтрНайти, СтрЗаменить, СтрЧислоСтрок, СтрПолучитьСтроку, СтрЧислоВхождений,
    СтрНачинаетсяС, СтрЗаканчиваетсяНа, СтрРазделить, СтрСоединить, СтрСравнить, СтрШаблон, СокрЛ, СокрП, СокрЛП,
    НРег, ВРег, ПустаяСтрока, КодСимвола, Символ, Строка, Формат, XMLСтрока, КодироватьСтроку, РаскодироватьСтроку,
]  # fmt: skip
