"""A program: modules that call each other, the names each procedure sees, and a record of what was run.

Names are settled when a module is loaded, also in procedures that never run: a variable nobody gives a value to, a
function that is nowhere, too few arguments are errors at once, as they are in the designer.
"""

from . import values
from .errors import Raised, Unknown
from .expressions import constant
from .objects import Cell, Object, Omitted, call_native
from .statements import Returned, Statements
from .syntax import SERVER, children, chosen, parse, text_of

# Statements that one call of a test may take: an endless loop is an error, not a hanging test.
_MOST_STATEMENTS = 2_000_000
# Every procedure that ran in this process, as (origin, procedure): tests make many programs of the same modules.
RAN = set()
_TARGETS = ("assignment_statement", "for_statement", "for_each_statement")


class Program:
    """Common modules and the platform around them. `platform` is a `platform.Platform` or one made of it."""

    def __init__(self, platform):
        self.platform = platform
        self.modules = {}
        self.errors = []
        self.frames = []
        self.ticks = 0
        platform.program = self

    def load(self, name, text, symbols=SERVER, common=True, origin=None):
        """Adds a module. Other modules see it by its name if it is a common one; `origin` is where its text stands."""
        module = Module(self, name, text, symbols, origin or name)
        if common:
            self.modules[name.lower()] = module
        return module

    def link(self):
        """Compiles everything, so that whatever is not known shows before the first call."""
        for module in self.modules.values():
            module.compile()

    def tick(self, module, line):
        self.ticks += 1
        if self.ticks > _MOST_STATEMENTS:
            raise Unknown(f"more than {_MOST_STATEMENTS} statements: an endless loop at {module}:{line}?")


class Module:
    def __init__(self, program, name, text, symbols, origin):
        self.program, self.name, self.symbols, self.origin = program, name, symbols, origin
        self.procedures, self.variables, body, directive = {}, {}, [], []
        for node in chosen(children(parse(text)), symbols):
            if node.type in ("procedure_definition", "function_definition"):
                procedure = Procedure(self, node, directive)
                if procedure.name.lower() in self.procedures:
                    raise Unknown(f"{name}: {procedure.name} is there twice")
                self.procedures[procedure.name.lower()] = procedure
                directive = []
            elif node.type == "preprocessor":
                directive.append(text_of(node))
            elif node.type == "var_definition":
                for variable in node.children_by_field_name("variable"):
                    self.variables[text_of(variable.child_by_field_name("name")).lower()] = Cell()
            else:
                body.append(node)
        if [node for node in body if node.type != ";"]:
            raise Unknown(f"{name}: statements outside procedures")

    def compile(self):
        for procedure in self.procedures.values():
            procedure.compile()

    def call(self, name, *arguments):
        """Calls a procedure from a test: Python values in, a value of the language out."""
        cells = [a if isinstance(a, (Cell, Omitted)) else Cell(values.value_of(a)) for a in arguments]
        return self.procedures[name.lower()].run(self.program, cells)


class ModuleValue(Object):
    """A common module handed to the platform: Новый ОписаниеОповещения("Имя", Модуль)."""

    type_name = "ОбщийМодуль"

    def __init__(self, module):
        super().__init__()
        self.module = module

    def call(self, name, arguments):
        if not self.module.procedures[name.lower()].exported:
            raise Unknown(f"the platform calls {self.module.name}.{name}, which is not exported")
        return self.module.call(name, *arguments)


class Frame:
    def __init__(self, program, procedure, cells):
        self.program, self.procedure, self.cells = program, procedure, cells
        self.privileged = False


class Procedure:
    """A procedure or a function; also the scope in which the names of its body are looked up."""

    def __init__(self, module, node, directives):
        self.module, self.symbols, self.node, self.directives = module, module.symbols, node, directives
        self.name = text_of(node.child_by_field_name("name"))
        self.returns_value = node.type == "function_definition"
        self.exported = node.child_by_field_name("export") is not None
        self.parameters = []
        for parameter in node.child_by_field_name("parameters").children_by_field_name("parameter"):
            default = parameter.child_by_field_name("def")
            by_value = parameter.child_by_field_name("val") is not None
            name = text_of(parameter.child_by_field_name("name")).lower()
            self.parameters.append((name, by_value, default))
        if children(node)[0].type == "ASYNC_KEYWORD":
            raise Unknown(f"{module.name}.{self.name}: Асинх")
        self._body_nodes = [
            child
            for child in children(node)
            if child.type.endswith(("_statement", "preprocessor")) or child.type in (";", "ERROR")
        ]
        assigned = set(_assigned(self._body_nodes, self.symbols, _TARGETS)) - set(module.variables)
        declared = set(_assigned(self._body_nodes, self.symbols, ("var_statement",)))
        self.locals = {name for name, _, _ in self.parameters} | declared | assigned
        self._body = None

    def compile(self):
        if self._body is None:
            try:
                self._body = Statements(self).block(self._body_nodes)
            except Unknown as error:
                raise Unknown(f"{self.module.name}.{self.name}: {error}") from error

    def run(self, program, arguments):
        self.compile()
        if len(arguments) > len(self.parameters):
            raise Raised(f"Слишком много фактических параметров ({self.name})")
        cells = {name: Cell() for name in self.locals}
        for at, (name, by_value, default) in enumerate(self.parameters):
            given = arguments[at] if at < len(arguments) else None
            if given is None or isinstance(given, Omitted):
                if default is None:
                    raise Raised(f"Недостаточно фактических параметров ({self.name})")
                cells[name] = Cell(constant(default))
            else:
                cells[name] = Cell(given.value) if by_value else given
        RAN.add((self.module.origin, self.name))
        if not program.frames:
            program.ticks = 0
        if len(program.frames) > 200:
            raise Unknown(f"{self.name}: calls 200 deep")
        program.frames.append(Frame(program, self, cells))
        try:
            outcome = self._body(program.frames[-1])
        finally:
            program.frames.pop()
        return outcome.value if isinstance(outcome, Returned) else values.UNDEFINED

    # What names mean here.

    def cell(self, name):
        """A function that finds the variable; None where the name is no variable."""
        lower = name.lower()
        if lower in self.locals:
            return lambda frame: frame.cells[lower]
        if lower in self.module.variables:
            found = self.module.variables[lower]
            return lambda frame: found
        return None

    def read(self, name):
        cell = self.cell(name)
        if cell is not None:
            return lambda frame: cell(frame).value
        if name.lower() in self.module.program.modules:
            module = ModuleValue(self.module.program.modules[name.lower()])
            return lambda frame: module
        read = self.module.program.platform.property(name)
        if read is None:
            raise Unknown(f"Переменная не определена ({name})")
        return lambda frame: read()

    def module_called(self, name):
        return None if self.cell(name) else self.module.program.modules.get(name.lower())

    def call_in(self, module, name, arguments, as_function=True):
        found = module.procedures.get(name.lower())
        if found is None:
            raise Unknown(f"{module.name}.{name} is nowhere")
        if module is not self.module and not found.exported:
            raise Unknown(f"{module.name}.{name} is not exported")
        if as_function and not found.returns_value:
            raise Unknown(f"the procedure {name} in the place of a function")
        if len(arguments) > len(found.parameters):
            raise Unknown(f"too many arguments for {name}")
        if any(default is None for _, _, default in found.parameters[len(arguments) :]):
            raise Unknown(f"too few arguments for {name}")
        return lambda frame: found.run(frame.program, [each(frame) for each in arguments])

    def call(self, name, arguments, as_function=True):
        """A call by a bare name: this module's, else the platform's."""
        if name.lower() in self.module.procedures:
            return self.call_in(self.module, name, arguments, as_function)
        platform = self.module.program.platform
        if platform.function(name) is None:
            raise Unknown(f"Процедура или функция с указанным именем не определена ({name})")
        return lambda frame: call_native(platform.function(name), name, [each(frame) for each in arguments])

    def constructor(self, name):
        platform = self.module.program.platform
        if platform.constructor(name) is None:
            raise Unknown(f"Тип не определён ({name})")
        return lambda arguments: call_native(platform.constructor(name), f"Новый {name}", arguments)


def _assigned(nodes, symbols, kinds):
    """Names that statements of these kinds make variables of."""
    for node in chosen(nodes, symbols):
        if node.type in kinds:
            named = {
                "var_statement": node.children_by_field_name("var_name"),
                "assignment_statement": node.children_by_field_name("left"),
                "for_statement": children(node)[1:2],
                "for_each_statement": children(node)[2:3],
            }[node.type]
            yield from (text_of(name).lower() for name in named if name.type == "identifier")
        if node.type.endswith(("_statement", "_clause")):
            yield from _assigned(children(node), symbols, kinds)
