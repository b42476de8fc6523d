"""Tests of the evaluator by the language's published rules, apart from the modules it is there for."""

from decimal import Decimal

from evaluator import UNDEFINED, Program
from evaluator.platform import Platform


def program(text, **platform):
    """A program of one module."""
    made = Program(Platform(**platform))
    made.load("Проба", text)
    made.link()
    return made


def run(body, *arguments, parameters=""):
    """What a function with this body returns."""
    text = f"Функция Ф({parameters}) Экспорт\n{body}\nКонецФункции"
    return program(text).modules["проба"].call("Ф", *arguments)


def value(expression):
    """An expression's value; whole numbers as int, for the eye."""
    found = run(f"\tВозврат {expression};")
    return int(found) if isinstance(found, Decimal) and found == int(found) else found


def items(array):
    return [int(item) if isinstance(item, Decimal) else item for item in array.items]


__all__ = ["UNDEFINED", "items", "program", "run", "value"]
