"""Statements: from the tree to functions of a frame that say how the run goes on.

A statement returns None (the next one), BREAK, CONTINUE, or a `Returned` with the function's value.
"""

from decimal import Decimal

from . import values
from .errors import Raised, Unknown
from .expressions import Expressions
from .objects import Object
from .syntax import children, chosen, text_of

BREAK, CONTINUE = object(), object()


class Returned:
    def __init__(self, value):
        self.value = value


class Statements:
    """Compiles the body of one procedure, function or module."""

    def __init__(self, scope):
        self.scope = scope
        self.expressions = Expressions(scope)

    def block(self, nodes):
        steps = []
        for node in chosen(nodes, self.scope.symbols):
            if node.type == ";" or node.type == "var_statement":
                continue
            steps.append((self._statement(node), node.start_point[0] + 1))
        module = self.scope.module.name

        def run(frame):
            for step, line in steps:
                frame.program.tick(module, line)
                try:
                    outcome = step(frame)
                except Raised as error:
                    raise error.at(module, line)
                if outcome is not None:
                    return outcome
            return None

        return run

    def _statement(self, node):
        found = getattr(self, f"_{node.type}", None)
        if found is None:
            raise Unknown(f"a statement: {node.type} {text_of(node)[:60]!r}")
        return found(node)

    def _call_statement(self, node):
        call = self.expressions.statement(children(node)[0])

        def run(frame):
            call(frame)

        return run

    def _assignment_statement(self, node):
        value = self.expressions.compile(node.child_by_field_name("right"))
        store = self._target(node.child_by_field_name("left"))

        def run(frame):
            store(frame, value(frame))

        return run

    def _target(self, node):
        if node.type == "identifier":
            cell = self.scope.cell(text_of(node))
            if cell is None:
                raise Unknown(f"an assignment to {text_of(node)}")
            return lambda frame, value: cell(frame).set(value)
        inside = children(node)
        if node.type != "property_access":
            raise Unknown(f"an assignment to {text_of(node)[:60]!r}")
        owner = self.expressions.compile(inside[0])
        if inside[1].type == "." and inside[2].type == "property":
            name = text_of(inside[2])
            return lambda frame, value: _object(owner(frame), name).set(name, value)
        if inside[1].type == "[":
            index = self.expressions.compile(inside[2])
            return lambda frame, value: _object(owner(frame), "[]").set_item(index(frame), value)
        raise Unknown(f"an assignment to {text_of(node)[:60]!r}")

    def _if_statement(self, node):
        branches, otherwise, body, condition = [], None, [], None
        for child in children(node):
            if child.type == "expression":
                condition = self.expressions.compile(child)
            elif child.type == "elseif_clause":
                inside = children(child)
                branches.append((self.expressions.compile(inside[1]), self.block(inside[3:])))
            elif child.type == "else_clause":
                otherwise = self.block(children(child)[1:])
            elif child.type not in ("IF_KEYWORD", "THEN_KEYWORD", "ENDIF_KEYWORD", ";"):
                body.append(child)
        branches.insert(0, (condition, self.block(body)))

        def run(frame):
            for holds, then in branches:
                if values.to_boolean(holds(frame)):
                    return then(frame)
            return otherwise(frame) if otherwise else None

        return run

    def _while_statement(self, node):
        inside = _without_end(node)
        condition, body = self.expressions.compile(inside[1]), self.block(inside[3:-1])

        def turns(frame):
            while values.to_boolean(condition(frame)):
                yield

        return lambda frame: _looped(turns(frame), body, frame)

    def _for_statement(self, node):
        inside = _without_end(node)
        variable = self.scope.cell(text_of(inside[1]))
        first, last = self.expressions.compile(inside[3]), self.expressions.compile(inside[5])
        body = self.block(inside[7:-1])

        def turns(frame):
            cell, end = variable(frame), values.to_number(last(frame))
            cell.set(values.to_number(first(frame)))
            while cell.value <= end:
                yield
                cell.set(cell.value + Decimal(1))

        return lambda frame: _looped(turns(frame), body, frame)

    def _for_each_statement(self, node):
        inside = _without_end(node)
        variable = self.scope.cell(text_of(inside[2]))
        collection, body = self.expressions.compile(inside[4]), self.block(inside[6:-1])

        def turns(frame):
            cell = variable(frame)
            for value in _object(collection(frame), "Для Каждого").each():
                cell.set(value)
                yield

        return lambda frame: _looped(turns(frame), body, frame)

    def _break_statement(self, node):
        return lambda frame: BREAK

    def _continue_statement(self, node):
        return lambda frame: CONTINUE

    def _return_statement(self, node):
        result = node.child_by_field_name("result")
        if (result is not None) is not self.scope.returns_value:
            raise Unknown(f"Возврат in the wrong place: {text_of(node)[:60]!r}")
        if result is None:
            return lambda frame: Returned(values.UNDEFINED)
        value = self.expressions.compile(result)
        return lambda frame: Returned(value(frame))

    def _rise_error_statement(self, node):
        inside = [child for child in children(node)[1:] if child.type != ";"]
        if not inside:

            def again(frame):
                if not frame.program.errors:
                    raise Unknown("ВызватьИсключение without a text, outside Исключение")
                raise frame.program.errors[-1]

            return again
        if inside[0].type != "expression":
            raise Unknown(f"ВызватьИсключение with brackets (8.3.21 and newer): {text_of(node)[:60]!r}")
        text = self.expressions.compile(inside[0])

        def run(frame):
            raise Raised(values.to_text(text(frame)))

        return run

    def _try_statement(self, node):
        inside = _without_end(node)
        middle = next(at for at, child in enumerate(inside) if child.type == "EXCEPT_KEYWORD")
        body, handler = self.block(inside[1:middle]), self.block(inside[middle + 1 : -1])

        def run(frame):
            try:
                return body(frame)
            except Raised as error:
                frame.program.errors.append(error)
            try:
                return handler(frame)
            finally:
                frame.program.errors.pop()

        return run


def _looped(turns, body, frame):
    """Runs a loop's body once a turn, until the turns end, or Прервать or Возврат ends them."""
    for _ in turns:
        outcome = body(frame)
        if outcome is BREAK:
            return None
        if outcome is not None and outcome is not CONTINUE:
            return outcome
    return None


def _without_end(node):
    """The parts of a statement without its semicolon."""
    inside = children(node)
    return inside[:-1] if inside[-1].type == ";" else inside


def _object(value, what):
    if not isinstance(value, Object):
        raise Raised(f"Значение не является значением объектного типа ({what})")
    return value
