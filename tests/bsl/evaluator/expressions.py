"""Expressions: from the tree to functions of a frame.

The grammar's tree of operators is not believed: `Не А = 1` is (Не А) = 1 there, and Не (А = 1) in the language. The
operators and operands are taken in the order they stand in the text, and the language's own precedence is applied:
unary minus; * / %; + -; comparisons; НЕ; И; ИЛИ. И and ИЛИ stop as soon as the outcome is known.
"""

import datetime
from decimal import Decimal

from . import values
from .errors import Raised, Unknown
from .objects import OMITTED, Cell, Object, PropertyCell
from .syntax import children, string_value, text_of

_COMPARISONS = {
    "=": values.equal,
    "<>": lambda left, right: not values.equal(left, right),
    "<": values.less,
    ">": lambda left, right: values.less(right, left),
    "<=": lambda left, right: not values.less(right, left),
    ">=": lambda left, right: not values.less(left, right),
}
_SUMS = {"+": values.add, "-": values.subtract}
_PRODUCTS = {"*": values.multiply, "/": values.divide, "%": values.remainder}
_WORDS = {"и": "И", "and": "И", "или": "ИЛИ", "or": "ИЛИ", "не": "НЕ", "not": "НЕ"}


class Expressions:
    """Compiles expressions inside one procedure; `scope` knows what a name means there."""

    def __init__(self, scope):
        self.scope = scope

    def compile(self, node):
        kind = node.type
        found = getattr(self, f"_{kind}", None)
        if found is None:
            raise Unknown(f"an expression: {kind} {text_of(node)[:60]!r}")
        return found(node)

    def _expression(self, node):
        inside = children(node)
        if len(inside) != 1:
            raise Unknown(f"an expression: {text_of(node)[:60]!r}")
        return self.compile(inside[0])

    def _parenthesized_expression(self, node):
        return self.compile(children(node)[1])

    def _index(self, node):
        return self._expression(node)

    # Values.

    def _const_expression(self, node):
        value = constant(children(node)[0])
        return lambda frame: value

    def _ternary_expression(self, node):
        condition, yes, no = (
            self.compile(node.child_by_field_name(name)) for name in ("condition", "consequence", "alternative")
        )
        return lambda frame: yes(frame) if values.to_boolean(condition(frame)) else no(frame)

    # Operators.

    def _binary_expression(self, node):
        tokens = list(_flatten(node))
        compiled = self._or(tokens)
        if tokens:
            raise Unknown(f"operators: {text_of(node)[:60]!r}")
        return compiled

    _unary_expression = _binary_expression

    def _or(self, tokens):
        left = self._and(tokens)
        while _next(tokens) == "ИЛИ":
            tokens.pop(0)
            left = _short(left, self._and(tokens), True)
        return left

    def _and(self, tokens):
        left = self._not(tokens)
        while _next(tokens) == "И":
            tokens.pop(0)
            left = _short(left, self._not(tokens), False)
        return left

    def _not(self, tokens):
        if _next(tokens) != "НЕ":
            return self._binary(tokens, _COMPARISONS, lambda: self._sum(tokens))
        tokens.pop(0)
        argument = self._not(tokens)
        return lambda frame: not values.to_boolean(argument(frame))

    def _sum(self, tokens):
        return self._binary(tokens, _SUMS, lambda: self._binary(tokens, _PRODUCTS, lambda: self._signed(tokens)))

    def _binary(self, tokens, operations, operand):
        left = operand()
        while _next(tokens) in operations:
            left = _applied(operations[tokens.pop(0)], left, operand())
        return left

    def _signed(self, tokens):
        first = tokens.pop(0)
        if first == "-":
            argument = self._signed(tokens)
            return lambda frame: values.negate(argument(frame))
        if isinstance(first, str):
            raise Unknown(f"the operator {first} in this place")
        return self.compile(first)

    # Names, members, calls.

    def _identifier(self, node):
        return self.scope.read(text_of(node))

    def _method_call(self, node):
        return self.scope.call(text_of(node.child_by_field_name("name")), self.arguments(node))

    def _access(self, node, as_function=True):
        inside = children(node)
        if len(inside) == 1:
            return self.compile(inside[0]) if as_function else self.statement(inside[0])
        if len(inside) == 4 and inside[1].type == "[" and inside[2].type == "index":
            owner, index = self.compile(inside[0]), self.compile(inside[2])
            return lambda frame: item(owner(frame), index(frame))
        if len(inside) != 3 or inside[1].type != ".":
            raise Unknown(f"access: {text_of(node)[:60]!r}")
        if inside[2].type == "property":
            name = text_of(inside[2])
            owner = self.compile(inside[0])
            return lambda frame: member(owner(frame), name)
        if inside[2].type == "method_call":
            name, arguments = text_of(inside[2].child_by_field_name("name")), self.arguments(inside[2])
            module = self.scope.module_called(text_of(inside[0]))
            if module is not None:
                return self.scope.call_in(module, name, arguments, as_function)
            owner = self.compile(inside[0])
            return lambda frame: called(owner(frame), name, [each(frame) for each in arguments])
        raise Unknown(f"access: {text_of(node)[:60]!r}")

    _property_access = _access
    _call_expression = _access

    def statement(self, node):
        """A call that stands alone: a procedure may be called so, and a function's value is dropped."""
        if node.type == "method_call":
            return self.scope.call(text_of(node.child_by_field_name("name")), self.arguments(node), False)
        if node.type in ("access", "call_expression"):
            return self._access(node, False)
        raise Unknown(f"a call: {text_of(node)[:60]!r}")

    def arguments(self, call):
        """Functions that make a cell of each argument: the variable's own, where it is a variable."""
        node = call.child_by_field_name("arguments")
        if node is None:
            return []
        made, expects = [], True
        inside = children(node)[1:-1]
        for child in inside:
            if child.type == "omitted_argument":
                made.append(lambda frame: OMITTED)
            elif child.type == ",":
                if expects:
                    made.append(lambda frame: OMITTED)
                expects = True
                continue
            else:
                made.append(self._argument(child))
            expects = False
        if inside and expects:
            made.append(lambda frame: OMITTED)
        return made

    def _argument(self, node):
        inside = children(node)[0] if node.type == "expression" else node
        if inside.type == "identifier":
            cell = self.scope.cell(text_of(inside))
            if cell is not None:
                return cell
        compiled = self.compile(node)
        if inside.type == "property_access":
            return lambda frame: PropertyCell(compiled(frame))
        return lambda frame: Cell(compiled(frame))

    def _new_expression(self, node):
        name = text_of(node.child_by_field_name("type"))
        make = self.scope.constructor(name)
        arguments = self.arguments(node)
        return lambda frame: make([each(frame) for each in arguments])


def constant(node):
    """The value of a literal; also the default of a parameter."""
    kind, text = node.type, text_of(node)
    if kind == "number":
        return Decimal(text)
    if kind == "string":
        return string_value(node)
    if kind == "boolean":
        return node.children[0].type == "TRUE_KEYWORD"
    if kind == "UNDEFINED_KEYWORD":
        return values.UNDEFINED
    if kind == "NULL_KEYWORD":
        return values.NULL
    if kind == "date":
        digits = text.strip("'").ljust(14, "0")
        return datetime.datetime.strptime(digits, "%Y%m%d%H%M%S")
    raise Unknown(f"a literal: {kind} {text!r}")


def _flatten(node):
    """Operators (as words) and operands (as nodes) in the order of the text."""
    while node.type == "expression" and len(children(node)) == 1:
        node = children(node)[0]
    if node.type not in ("binary_expression", "unary_expression"):
        yield node
        return
    for child in children(node):
        if child.type == "operator":
            yield _WORDS.get(text_of(child).lower(), text_of(child))
        else:
            yield from _flatten(child)


def _next(tokens):
    return tokens[0] if tokens and isinstance(tokens[0], str) else None


def _applied(operation, left, right):
    return lambda frame: operation(left(frame), right(frame))


def _short(left, right, stops_at):
    """И and ИЛИ: the right side is not looked at where the left one decides."""

    def run(frame):
        first = values.to_boolean(left(frame))
        return first if first is stops_at else values.to_boolean(right(frame))

    return run


def member(owner, name):
    if not isinstance(owner, Object):
        raise Raised(f"Поле объекта не обнаружено ({name})")
    return owner.get(name)


def item(owner, index):
    if not isinstance(owner, Object):
        raise Raised("Получение элемента по индексу для значения не определено")
    return owner.item(index)


def called(owner, name, arguments):
    if not isinstance(owner, Object):
        raise Raised(f"Значение не является значением объектного типа ({name})")
    return owner.call(name, arguments)
