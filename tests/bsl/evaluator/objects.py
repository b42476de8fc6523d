"""Objects of the platform: how a method or a property is found by its name in any case, and how arguments get there.

A class names its methods as the platform does, in Russian; Python lets letters be letters. A method that hands
something back through an argument annotates it with `Cell`.
"""

import inspect

from .errors import Raised, Unknown
from .values import UNDEFINED, value_of


class Cell:
    """A variable: parameters are passed by reference unless Знач stands before them."""

    def __init__(self, value=UNDEFINED):
        self.value = value

    def set(self, value):
        self.value = value


class PropertyCell(Cell):
    """An argument like `Объект.Поле`. What 1C does when the called one writes to it is not relied on."""

    def set(self, value):
        raise Unknown("a by-reference parameter is written to, and the argument was a property")


class Omitted:
    """An argument left out: `Ф(1, , 3)`."""


OMITTED = Omitted()


def method(function):
    function.is_method = True
    return function


def call_native(function, name, arguments, owner=None):
    """Calls Python with arguments of the language: left-out ones take the default, too many are an error."""
    parameters = _parameters(function)
    if owner is not None:
        parameters = parameters[1:]
    variadic = bool(parameters) and parameters[-1].kind is inspect.Parameter.VAR_POSITIONAL
    if len(arguments) > len(parameters) and not variadic:
        raise Raised(f"Слишком много фактических параметров ({name})")
    ready = [] if owner is None else [owner]
    for at, parameter in enumerate(parameters[: len(arguments)] if not variadic else parameters[:-1]):
        given = arguments[at] if at < len(arguments) else OMITTED
        ready.append(_ready(given, parameter, name))
    if variadic:
        ready += [_ready(given, parameters[-1], name) for given in arguments[len(parameters) - 1 :]]
    else:
        for parameter in parameters[len(arguments) :]:
            ready.append(_ready(OMITTED, parameter, name))
    return value_of(function(*ready))


def _ready(given, parameter, name):
    if isinstance(given, Omitted):
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            return given
        if parameter.default is inspect.Parameter.empty:
            raise Raised(f"Недостаточно фактических параметров ({name})")
        return parameter.default
    return given if parameter.annotation is Cell else given.value


_CACHE = {}


def _parameters(function):
    if function not in _CACHE:
        _CACHE[function] = list(inspect.signature(function).parameters.values())
    return _CACHE[function]


class Object:
    """A base for everything that has methods or properties."""

    type_name = "Объект"
    methods = {}
    # Names of properties that may be written; every one is read from and kept in `fields`, by its lower-case name.
    writable = ()

    def __init_subclass__(cls, **rest):
        super().__init_subclass__(**rest)
        own = {name.lower(): found for name, found in vars(cls).items() if getattr(found, "is_method", False)}
        cls.methods = {**cls.methods, **own}
        cls.writable = tuple(name.lower() for name in cls.writable)

    def __init__(self):
        self.fields = {name: UNDEFINED for name in self.writable}

    def get(self, name):
        found = self.fields.get(name.lower())
        if found is None:
            self.no_field(name)
        return found

    def set(self, name, value):
        if name.lower() not in self.writable:
            self.no_field(name)
        self.fields[name.lower()] = value

    def no_field(self, name):
        raise Unknown(f"{self.type_name}: a property {name}")

    def call(self, name, arguments):
        found = self.methods.get(name.lower())
        if found is None:
            raise Unknown(f"{self.type_name}: a method {name}")
        return call_native(found, f"{self.type_name}.{name}", arguments, self)

    def item(self, index):
        raise Raised(f"Получение элемента по индексу для значения не определено ({self.type_name})")

    def set_item(self, index, value):
        raise Raised(f"Запись элемента по индексу для значения не определена ({self.type_name})")

    def each(self):
        raise Raised(f"Итератор для значения не определён ({self.type_name})")

    def presentation(self):
        return self.type_name

    def is_filled(self):
        raise Unknown(f"ЗначениеЗаполнено({self.type_name})")


class Named(Object):
    """A value of one of the platform's enumerations: ПереносСтрокJSON.Нет."""

    def __init__(self, enumeration, name):
        super().__init__()
        self.type_name = enumeration
        self.name = name

    def presentation(self):
        return self.name

    def is_filled(self):
        return True

    def __repr__(self):
        return f"{self.type_name}.{self.name}"


class Enumeration(Object):
    """ПереносСтрокJSON and its like: a closed list of names."""

    def __init__(self, type_name, names):
        super().__init__()
        self.type_name = type_name
        self.fields = {name.lower(): Named(type_name, name) for name in names.split()}
