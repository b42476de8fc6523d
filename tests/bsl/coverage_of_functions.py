"""Which procedures of package/1c ran in this process, and why the others cannot: an interface of the platform in them."""

import package
from evaluator import Program
from evaluator.platform import Platform
from evaluator.program import RAN
from evaluator.syntax import SERVER, text_of


def not_run():
    """`(module.procedure, the interfaces in it)` of every procedure that no test ran."""
    left = []
    for name, path, on_side in _files():
        module = Program(Platform()).load(name, package.text(path), on_side)
        for procedure in module.procedures.values():
            if (name, procedure.name) not in RAN:
                names = {name.lower(): name for name in package.INTERFACES}
                found = {names[word] for word in _words(procedure.node) if word in names}
                left.append((f"{name}.{procedure.name}", ", ".join(sorted(found))))
    return left


def ran():
    """Procedures of package/1c that ran; tests of the evaluator have modules of their own."""
    files = {name for name, _, _ in _files()}
    return [place for place in RAN if place[0] in files]


def _files():
    for name, path, _, side in package.modules():
        yield name, path, side
    for path in sorted((package.PACKAGE / "modules").glob("*.bsl")):
        yield path.name, path, SERVER


def _words(node):
    """Every name in a procedure, lower case."""
    if node.type in ("identifier", "property"):
        yield text_of(node).lower()
    for child in node.children:
        yield from _words(child)
