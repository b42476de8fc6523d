"""Values of the language and what operators do to them.

Строка is str, Число is Decimal, Булево is bool, Дата is datetime; Неопределено and Null are objects of their own;
everything else is an `Object` (objects.py). Rules of conversion and comparison are the documentation's.
"""

import datetime
import decimal
from decimal import Decimal

from .errors import Raised, Unknown

# Addition and multiplication are exact up to 38 digits; a quotient has 27 digits after the point at most.
EXACT = decimal.Context(prec=38, rounding=decimal.ROUND_HALF_UP)
_QUOTIENT_DIGITS = Decimal(1).scaleb(-27)
EMPTY_DATE = datetime.datetime(1, 1, 1)


class Lone:
    """A type with one value."""

    def __init__(self, type_name):
        self.type_name = type_name

    def __repr__(self):
        return self.type_name


UNDEFINED = Lone("Неопределено")
NULL = Lone("Null")
_NAMES = {str: "Строка", Decimal: "Число", bool: "Булево", datetime.datetime: "Дата"}


def value_of(python):
    """A Python value as a value of the language."""
    if python is None:
        return UNDEFINED
    if isinstance(python, int) and not isinstance(python, bool):
        return Decimal(python)
    return python


def type_name(value):
    return _NAMES.get(type(value)) or value.type_name


def is_number(value):
    return isinstance(value, Decimal)


def whole(value, what):
    """A number that must be whole: a position, a length, an index."""
    if not is_number(value) or value != int(value):
        raise Unknown(f"{what}: expected a whole number, got {value!r}")
    return int(value)


def to_text(value):
    """Строка(), and what `+` does to the right side of a text. Numbers are grouped, as in every Russian base."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Да" if value else "Нет"
    if is_number(value):
        return number_text(value, "\u00a0")
    if isinstance(value, datetime.datetime):
        return f"{value:%d.%m.%Y} {value.hour}:{value:%M:%S}"
    if value is UNDEFINED or value is NULL:
        return ""
    return value.presentation()


def number_text(value, group, point=","):
    digits = format(abs(value), "f")
    whole_part, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    grouped = ""
    while len(whole_part) > 3 and group:
        grouped = group + whole_part[-3:] + grouped
        whole_part = whole_part[:-3]
    text = whole_part + grouped + (point + fraction if fraction else "")
    return "-" + text if value < 0 and text.strip("0" + point) else text


def to_number(value):
    """Число(). What the platform does with an empty text is not relied on."""
    if is_number(value):
        return value
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, str) and value.strip():
        plain = value.strip(" \u00a0\t\r\n").replace("\u00a0", "").replace(" ", "").replace(",", ".")
        if plain.lstrip("+-").replace(".", "", 1).isdigit() and plain.isascii() and plain[-1] != ".":
            return Decimal(plain)
        raise Raised("Преобразование значения к типу Число не может быть выполнено")
    raise Unknown(f"a number from {value!r}")


def to_boolean(value):
    """A condition."""
    if isinstance(value, bool):
        return value
    if is_number(value):
        return value != 0
    raise Raised("Преобразование значения к типу Булево не может быть выполнено")


def add(left, right):
    if isinstance(left, str):
        return left + to_text(right)
    if isinstance(left, datetime.datetime):
        return left + datetime.timedelta(seconds=whole(to_number(right), "seconds"))
    return EXACT.add(to_number(left), _operand(right))


def subtract(left, right):
    if isinstance(left, datetime.datetime):
        if isinstance(right, datetime.datetime):
            return Decimal(int((left - right).total_seconds()))
        return left - datetime.timedelta(seconds=whole(to_number(right), "seconds"))
    return EXACT.subtract(_operand(left), _operand(right))


def multiply(left, right):
    return EXACT.multiply(_operand(left), _operand(right))


def divide(left, right):
    if not _operand(right):
        raise Raised("Деление на 0")
    quotient = decimal.Context(prec=60).divide(_operand(left), _operand(right))
    rounded = quotient.quantize(_QUOTIENT_DIGITS, rounding=decimal.ROUND_HALF_UP, context=decimal.Context(prec=70))
    return rounded if rounded != rounded.to_integral_value() else rounded.to_integral_value()


def remainder(left, right):
    if not _operand(right):
        raise Raised("Деление на 0")
    return EXACT.remainder(_operand(left), _operand(right))


def negate(value):
    return EXACT.minus(_operand(value))


def _operand(value):
    if isinstance(value, (Decimal, bool, str)):
        return to_number(value)
    raise Raised("Преобразование значения к типу Число не может быть выполнено")


def equal(left, right):
    """Values of different types are never equal; objects are equal to themselves, unless they say more."""
    if type(left) is not type(right):
        return False
    return left == right


def less(left, right):
    """`<`. Texts are ordered by the base's locale in 1C, which nothing here may depend on."""
    if type(left) is not type(right):
        raise Raised("Операции сравнения на больше-меньше допустимы только для значений совпадающих примитивных типов")
    if not isinstance(left, (Decimal, datetime.datetime, bool)):
        raise Unknown(f"the order of {type_name(left)}")
    return left < right


def key_of(value):
    """What a value is found by in Соответствие, Найти and the like: 1 and Истина are two keys."""
    return type(value), value


def is_filled(value):
    """ЗначениеЗаполнено()."""
    if isinstance(value, str):
        return value.strip(" \t\r\n\u00a0") != ""
    if isinstance(value, bool):
        return True
    if is_number(value):
        return value != 0
    if isinstance(value, datetime.datetime):
        return value != EMPTY_DATE
    if value is UNDEFINED or value is NULL:
        return False
    return value.is_filled()
