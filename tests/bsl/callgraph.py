"""Who calls whom in package/1c, and in which procedures privileged mode is on where the base is queried or written to.

Leaving a procedure undoes its own УстановитьПривилегированныйРежим(Истина). So it must be on, at that very place, in the
procedure that touches the base, or in one of its callers at the place of the call, whichever way it was reached.
"""

from evaluator.syntax import SERVER, children, chosen, parse, text_of

# What touches the base: methods, whatever they are called on, and constructors.
_METHODS = {"выполнить", "выполнитьпакет", "записать", "прочитать", "удалить", "заблокировать", "получитьобъект"}
_MANAGERS = {"регистрысведений", "справочники", "константы", "фоновыезадания", "регламентныезадания"}
# Methods of the same names on what is no base: a module's own list, kept short and looked at by people.
_HARMLESS_OWNERS = {"соединение", "записьjson", "чтениеjson"}


class Procedure:
    """One procedure: what it touches and calls, each with whether privileged mode is on at that place."""

    def __init__(self, module, node, common):
        self.module, self.node, self.common = module, node, common
        self.name = text_of(node.child_by_field_name("name"))
        self.exported = node.child_by_field_name("export") is not None
        self.touches, self.calls = [], []
        body = [child for child in children(node) if child.type.endswith(("_statement", "preprocessor"))]
        self._block(body, False)

    def _block(self, nodes, on):
        for node in chosen(nodes, SERVER):
            on = self._statement(node, on)
        return on

    def _statement(self, node, on):
        """Whether the mode is on afterwards: after branches only where all of them leave it on."""
        switched = _switch(node)
        if switched is not None:
            return switched
        blocks = _blocks(node)
        if blocks is None:
            self._look(node, on)
            return on
        heads, bodies, complete = blocks
        for head in heads:
            self._look(head, on)
        ends = [self._block(body, on) for body in bodies]
        return all(ends) if complete else on and all(ends)

    def _look(self, node, on):
        if node.type in ("method_call", "new_expression", "access", "call_expression", "property_access"):
            self._note(node, on)
        for child in children(node):
            self._look(child, on)

    def _note(self, node, on):
        inside = children(node)
        line = node.start_point[0] + 1
        if node.type == "method_call":
            owner = _owner(node)
            name = text_of(node.child_by_field_name("name"))
            if name.lower() in _METHODS and owner is not None and owner.lower() not in _HARMLESS_OWNERS:
                # A record is deleted by Удалить(), an element of a collection by Удалить(index).
                if name.lower() != "удалить" or len(children(node.child_by_field_name("arguments"))) == 2:
                    self.touches.append((f"{owner}.{name}()", line, on))
                if owner.isidentifier():
                    self.calls.append((owner, name, line, on))
            elif owner is None or owner.isidentifier():
                self.calls.append((owner, name, line, on))
        elif inside and inside[0].type in ("identifier", "access") and text_of(inside[0]).lower() in _MANAGERS:
            if node.type != "access" or len(inside) > 1:
                self.touches.append((text_of(node)[:60], line, on))


def _switch(node):
    """True or False where the statement sets the mode to a constant."""
    if node.type != "call_statement":
        return None
    call = children(node)[0]
    if (
        call.type != "method_call"
        or text_of(call.child_by_field_name("name")).lower() != "установитьпривилегированныйрежим"
    ):
        return None
    argument = text_of(call.child_by_field_name("arguments")).strip("() ").lower()
    return argument in ("истина", "true")


def _blocks(node):
    """`(heads, bodies, whether one of the bodies always runs)` of a compound statement; None of a plain one."""
    parts = children(node)
    if node.type == "if_statement":
        heads = [part for part in parts if part.type == "expression"]
        bodies = [[part for part in parts if part.type.endswith("_statement")]]
        complete = False
        for part in parts:
            if part.type == "elseif_clause":
                heads.append(children(part)[1])
                bodies.append(children(part)[3:])
            elif part.type == "else_clause":
                bodies.append(children(part)[1:])
                complete = True
        return heads, bodies, complete
    if node.type in ("while_statement", "for_statement", "for_each_statement"):
        start = next(at for at, part in enumerate(parts) if part.type == "DO_KEYWORD")
        return parts[:start], [[part for part in parts[start:] if part.type.endswith("_statement")]], False
    if node.type == "try_statement":
        middle = next(at for at, part in enumerate(parts) if part.type == "EXCEPT_KEYWORD")
        body = [part for part in parts[:middle] if part.type.endswith(("_statement", "preprocessor"))]
        handler = [part for part in parts[middle:] if part.type.endswith(("_statement", "preprocessor"))]
        return [], [body, handler], True
    return None


def _owner(call):
    """What stands before the dot of a method call."""
    parent = call.parent
    if parent is None or parent.type not in ("access", "call_expression"):
        return None
    inside = children(parent)
    return text_of(inside[0]) if len(inside) == 3 and inside[2] == call else None


def graph(modules):
    """Procedures by (module, name), lower case, of `(name, text, is common)`."""
    found = {}
    for module, text, common in modules:
        for node in _definitions(children(parse(text))):
            procedure = Procedure(module, node, common)
            found[module.lower(), procedure.name.lower()] = procedure
    return found


def _definitions(nodes):
    for node in chosen(nodes, SERVER):
        if node.type in ("procedure_definition", "function_definition"):
            yield node


def violations(procedures, roots=()):
    """Places that can be reached without privileged mode, each as `A → B → C: what, line`.

    `roots` are `(module, procedure)` that the platform calls itself; it also calls whatever nobody here calls.
    """
    roots = {(module.lower(), name.lower()) for module, name in roots}
    callers = {}
    for procedure in procedures.values():
        for owner, name, line, on in procedure.calls:
            called = procedures.get(((owner or procedure.module).lower(), name.lower()))
            if called is not None and called is not procedure:
                callers.setdefault((called.module.lower(), called.name.lower()), []).append((procedure, on))
    bad = []
    modules = {module for module, _ in procedures}
    for procedure in procedures.values():
        for what, line, on in procedure.touches:
            if not on and what.split(".")[0].lower() not in modules:
                bad += [f"{chain}: {what}, line {line}" for chain in _open(procedure, callers, roots, ())]
    return sorted(bad)


def _open(procedure, callers, roots, below):
    """Ways down to a procedure on which nobody switched the mode on."""
    if procedure in below:
        return
    chain = (procedure, *below)
    place = (procedure.module.lower(), procedure.name.lower())
    calls = callers.get(place, [])
    if not calls or place in roots:
        yield " → ".join(f"{each.module}.{each.name}" for each in chain)
    for caller, on in calls:
        if not on:
            yield from _open(caller, callers, roots, chain)
