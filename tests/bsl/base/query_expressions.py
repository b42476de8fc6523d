"""Expressions of the query language over one row. Three-valued: what NULL takes part in is neither true nor false."""

import datetime
import re
from decimal import Decimal

from evaluator import NULL, UNDEFINED, Unknown
from evaluator.syntax import children, string_value, text_of
from evaluator.values import EXACT, to_text, value_of

from .store import EnumerationValue, Reference


class Row:
    """What names mean for one row: `aliases` are source tables, `output` the names of the selected fields."""

    def __init__(self, store, parameters, aliases, output=None):
        self.store, self.parameters, self.aliases, self.output = store, parameters, aliases, output or {}

    def value(self, node):
        found = getattr(self, f"_{node.type}", None)
        if found is None:
            raise Unknown(f"in a query: {node.type} {text_of(node)[:60]!r}")
        return found(node)

    def holds(self, node):
        """A condition: what is NULL does not hold."""
        value = self.value(node)
        return value is not NULL and _truth(value)

    def _query_expression(self, node):
        return self.value(children(node)[0])

    def _parenthesized_expression(self, node):
        return self.value(children(node)[1])

    # Names.

    def _identifier(self, node):
        name = text_of(node).lower()
        if name in self.output:
            return self.output[name]
        holders = [row for row in self.aliases.values() if name in row]
        if len(holders) != 1:
            raise Unknown(f"in a query: the field {text_of(node)}")
        return holders[0][name]

    def _dotted_identifier(self, node):
        names = [text_of(child) for child in children(node) if child.type == "identifier"]
        row = self.aliases.get(names[0].lower())
        if row is None:
            raise Unknown(f"in a query: the table {names[0]}")
        return self.store.follow(row, names[1:])

    def _parameter(self, node):
        name = text_of(node)[1:].lower()
        if name not in self.parameters:
            raise Unknown(f"in a query: the parameter {text_of(node)} was not given")
        return self.parameters[name]

    # Literals.

    def _string(self, node):
        return string_value(node)

    def _number(self, node):
        return Decimal(text_of(node))

    def _boolean(self, node):
        return children(node)[0].type == "TRUE_KEYWORD"

    def _undefined(self, node):
        return UNDEFINED

    def _null(self, node):
        return NULL

    def _date_time_literal(self, node):
        return datetime.datetime(*(int(text_of(part)) for part in children(node) if part.type == "number"))

    def _predefined_value_literal(self, node):
        kind, *names = text_of(node.child_by_field_name("value")).split(".")
        if kind.lower() == "перечисление" and len(names) == 2:
            return EnumerationValue(*names)
        if names[-1].lower() == "пустаяссылка":
            return Reference(names[0], None)
        raise Unknown(f"in a query: {text_of(node)}")

    # Operators.

    def _unary_expression(self, node):
        value = self.value(node.child_by_field_name("argument"))
        if text_of(node.child_by_field_name("operator")).lower() in ("не", "not"):
            return NULL if value is NULL else not _truth(value)
        return EXACT.minus(value)

    def _binary_expression(self, node):
        left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
        sign = text_of(node.child_by_field_name("operator")).upper()
        if _is_bare_not(left_node) and sign not in ("И", "ИЛИ", "AND", "OR"):
            # The grammar takes НЕ А = 1 for (НЕ А) = 1.
            argument = children(left_node)[0].child_by_field_name("argument")
            held = _compared(sign, self.value(argument), self.value(right_node))
            return NULL if held is NULL else not held
        left = self.value(left_node)
        if sign in ("И", "AND", "ИЛИ", "OR"):
            decides = sign in ("ИЛИ", "OR")
            right = self.value(right_node)
            for side in (left, right):
                if side is not NULL and _truth(side) is decides:
                    return decides
            return NULL if left is NULL or right is NULL else not decides
        return _compared(sign, left, self.value(right_node))

    def _membership_expression(self, node):
        value = self.value(node.child_by_field_name("left"))
        listed = []
        for item in children(node.child_by_field_name("right"))[1].children:
            if item.type == ",":
                continue
            given = self.value(item)
            listed += given.items if hasattr(given, "items") else [given]
        if value is NULL:
            return NULL
        found = any(_compared("=", value, item) is True for item in listed)
        return found is not (node.child_by_field_name("not") is not None)

    def _like_expression(self, node):
        value, pattern = (self.value(node.child_by_field_name(name)) for name in ("left", "pattern"))
        escape = node.child_by_field_name("escape")
        if value is NULL:
            return NULL
        expression = _pattern(pattern, self.value(escape) if escape else None)
        found = re.fullmatch(expression, value, re.DOTALL | re.IGNORECASE) is not None
        return found is not (node.child_by_field_name("not") is not None)

    def _null_check_expression(self, node):
        found = self.value(node.child_by_field_name("left")) is NULL
        return found is not (node.child_by_field_name("not") is not None)

    def _reference_check_expression(self, node):
        kind, name = text_of(node.child_by_field_name("table")).split(".")
        value = self.value(node.child_by_field_name("left"))
        return isinstance(value, Reference) and value.catalog.lower() == name.lower() and kind.lower() == "справочник"

    def _cast_expression(self, node):
        value = self.value(node.child_by_field_name("value"))
        kind, _, name = text_of(node.child_by_field_name("type")).partition(".")
        if kind.lower() != "справочник":
            raise Unknown(f"in a query: {text_of(node)}")
        fits = isinstance(value, Reference) and value.catalog.lower() == name.lower()
        return value if fits else NULL

    def _cast_field_access(self, node):
        names = [text_of(child) for child in children(node) if child.type == "identifier"]
        return self.store.follow({"": self.value(children(node)[0])}, ["", *names])

    def _case_expression(self, node):
        for clause in children(node):
            if clause.type == "case_when_clause" and self.holds(clause.child_by_field_name("condition")):
                return self.value(clause.child_by_field_name("result"))
            if clause.type == "case_else_clause":
                return self.value(clause.child_by_field_name("result"))
        return NULL

    def _function_call(self, node):
        name = text_of(node.child_by_field_name("name")).upper()
        listed = next(child for child in children(node) if child.type == "function_arguments")
        arguments = [item for item in children(children(listed)[1]) if item.type != ","]
        if name in ("ЕСТЬNULL", "ISNULL"):
            value = self.value(arguments[0])
            return self.value(arguments[1]) if value is NULL else value
        if name == "ПОДСТРОКА":
            text, first, count = (self.value(argument) for argument in arguments)
            return text[int(first) - 1 : int(first) - 1 + int(count)]
        if name == "ПРЕДСТАВЛЕНИЕ":
            value = self.value(arguments[0])
            return NULL if value is NULL else to_text(value)
        raise Unknown(f"in a query: {name}()")


def _pattern(pattern, escape):
    """ПОДОБНО as a regular expression. Sets in square brackets are not known."""
    expression, letters = "", iter(pattern)
    for letter in letters:
        if letter == escape:
            expression += re.escape(next(letters))
        elif letter == "[":
            raise Unknown(f"in a query: the pattern {pattern}")
        else:
            expression += {"%": ".*", "_": "."}.get(letter) or re.escape(letter)
    return expression


def _is_bare_not(node):
    inside = children(node)[0] if node.type == "query_expression" else node
    return inside.type == "unary_expression" and text_of(inside.child_by_field_name("operator")).lower() in (
        "не",
        "not",
    )


def _truth(value):
    if not isinstance(value, bool):
        raise Unknown(f"in a query: {value!r} as a condition")
    return value


def folded(value):
    """Texts are compared without regard to case and blanks at the end, as a base's collation does it."""
    return value.rstrip().casefold() if isinstance(value, str) else value


def _compared(sign, left, right):
    left, right = folded(value_of(left)), folded(value_of(right))
    if left is NULL or right is NULL:
        return NULL
    same = type(left) is type(right)
    if sign == "=":
        return same and left == right
    if sign == "<>":
        return not (same and left == right)
    if not same or (isinstance(left, str) and not (left + right).replace("-", "").isalnum()):
        raise Unknown(f"in a query: {left!r} {sign} {right!r}")
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]
