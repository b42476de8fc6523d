"""Формат(): format strings of numbers, dates and truth, in a Russian base. An option it does not know is an error."""

import datetime
import decimal

from .errors import Unknown
from .values import EMPTY_DATE, is_number, number_text

_DATE_PARTS = {
    "yyyy": "%Y", "гггг": "%Y", "yy": "%y", "гг": "%y", "MM": "%m", "ММ": "%m", "dd": "%d", "дд": "%d",
    "HH": "%H", "ЧЧ": "%H", "mm": "%M", "мм": "%M", "ss": "%S", "сс": "%S",
}  # fmt: skip


def formatted(value, text):
    options = _options(text)
    if is_number(value):
        return _number(value, options)
    if isinstance(value, bool):
        _only(options, {"БЛ", "БИ"})
        return options.get("БИ", "Да") if value else options.get("БЛ", "Нет")
    if isinstance(value, datetime.datetime):
        return _date(value, options)
    raise Unknown(f"Формат of {value!r}")


def _options(text):
    """`ЧН=0; ЧГ=0`; a value may stand in quotes."""
    options = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise Unknown(f"a format without =: {part}")
        options[name.strip()] = value.strip().strip("'\"")
    return options


def _only(options, known):
    unknown = set(options) - known
    if unknown:
        raise Unknown(f"options of Формат: {sorted(unknown)}")


def _number(value, options):
    _only(options, {"ЧГ", "ЧН", "ЧДЦ", "ЧРД", "ЧЦ", "ЧВН", "ЧРГ"})
    if "ЧДЦ" in options:
        digits = decimal.Decimal(1).scaleb(-int(options["ЧДЦ"]))
        value = value.quantize(digits, rounding=decimal.ROUND_HALF_UP)
    if value == 0:
        # Without ЧН a nought is an empty text: the platform's commonest surprise.
        if options.get("ЧН", "") == "":
            return "" if "ЧН" not in options else "0"
        return options["ЧН"]
    if options.get("ЧГ", "0") not in ("0", "3,0", "3"):
        raise Unknown(f"ЧГ={options['ЧГ']}")
    group = "" if options.get("ЧГ") == "0" else options.get("ЧРГ", "\u00a0")
    shown = number_text(value, group, options.get("ЧРД", ","))
    if "ЧВН" in options:
        if "ЧЦ" not in options or group or value < 0:
            raise Unknown(f"ЧВН with {options}")
        shown = shown.rjust(int(options["ЧЦ"]), "0")
    elif "ЧЦ" in options and len(shown.strip("-").split(",")[0]) > int(options["ЧЦ"]):
        raise Unknown(f"a number longer than ЧЦ={options['ЧЦ']}")
    if "ЧДЦ" in options and int(options["ЧДЦ"]):
        point = options.get("ЧРД", ",")
        whole, _, fraction = shown.partition(point)
        shown = whole + point + fraction.ljust(int(options["ЧДЦ"]), "0")
    return shown


def _date(value, options):
    _only(options, {"ДФ", "ДП"})
    if value == EMPTY_DATE:
        return options.get("ДП", "")
    if "ДФ" not in options:
        raise Unknown("Формат of a date without ДФ")
    pattern, shown, at = options["ДФ"], "", 0
    while at < len(pattern):
        for part in sorted(_DATE_PARTS, key=len, reverse=True):
            if pattern.startswith(part, at):
                # strftime leaves %Y of early years short.
                shown += f"{value.year:04}" if len(part) == 4 else value.strftime(_DATE_PARTS[part])
                at += len(part)
                break
        else:
            if pattern[at].isalpha():
                raise Unknown(f"ДФ={pattern}")
            shown += pattern[at]
            at += 1
    return shown
