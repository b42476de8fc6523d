"""The extension's registers as its XML describes them: fields with their types and lengths, dimensions as keys."""

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from evaluator import UNDEFINED, Raised, Unknown
from evaluator.values import EMPTY_DATE, type_name

from .store import Reference, Table


class Field:
    def __init__(self, name, types, length=0):
        self.name, self.types, self.length = name, types, length

    def empty(self):
        if len(self.types) > 1:
            return UNDEFINED
        kind = self.types[0]
        if kind.startswith("Справочник."):
            return Reference(kind.split(".")[1], None)
        return {"Строка": "", "Число": Decimal(0), "Булево": False, "Дата": EMPTY_DATE}[kind]

    def fitted(self, value):
        """What the base stores for a value: texts are cut, as the platform cuts them, which is an error in a test."""
        if isinstance(value, Reference):
            fits = f"Справочник.{value.catalog}" in self.types
        else:
            fits = type_name(value) in self.types
        if not fits:
            if value is UNDEFINED:
                return self.empty()
            raise Raised(f"{self.name}: expected {self.types}, got {value!r}")
        if isinstance(value, str) and self.length and len(value) > self.length:
            raise Raised(f"{self.name}: {len(value)} letters for a field of {self.length}")
        return value


def registers(folder):
    """Tables of every information register in an extension's dump."""
    for path in sorted(folder.glob("InformationRegisters/*.xml")):
        register = _child(ElementTree.parse(path).getroot(), "InformationRegister")
        name = _text(register, "Properties", "Name")
        fields, keys = {}, []
        for node in _child(register, "ChildObjects"):
            kind = _local(node)
            if kind in ("Dimension", "Resource", "Attribute"):
                field = _field(node)
                fields[field.name.lower()] = field
                if kind == "Dimension":
                    keys.append(field.name.lower())
        yield Table(f"РегистрСведений.{name}", fields, tuple(keys))


_TYPES = {"xs:string": "Строка", "xs:decimal": "Число", "xs:boolean": "Булево", "xs:dateTime": "Дата"}


def _field(node):
    properties = _child(node, "Properties")
    kinds, length = [], 0
    for part in _child(properties, "Type"):
        if _local(part) == "Type":
            word = part.text.strip()
            if ":CatalogRef." in word:
                kinds.append("Справочник." + word.split(".", 1)[1])
            elif word in _TYPES:
                kinds.append(_TYPES[word])
            else:
                raise Unknown(f"the type {word}")
        elif _local(part) == "StringQualifiers":
            length = int(_text(part, "Length"))
    return Field(_text(properties, "Name"), kinds, length)


def constants(folder):
    """`(name, field)` of every constant in an extension's dump."""
    for path in sorted(folder.glob("Constants/*.xml")):
        field = _field(_child(ElementTree.parse(path).getroot(), "Constant"))
        yield field.name, field


class Loose(Field):
    """A field that takes what it gets."""

    def fitted(self, value):
        return value


def plain(name, *fields, keys=(), owners=(), typed=()):
    """A table of the configuration's own. `typed` are `(field, type)`, the rest may hold anything."""
    loose = [Loose(field, ["Строка", "Неопределено"]) for field in fields]
    strict = [Field(field, [kind]) for field, kind in typed]
    all_fields = {field.name.lower(): field for field in loose + strict}
    return Table(name, all_fields, tuple(key.lower() for key in keys), tuple(owners))


def _local(node):
    return node.tag.rsplit("}", 1)[-1]


def _child(node, name):
    for child in node:
        if _local(child) == name:
            return child
    raise Unknown(f"no {name} in {_local(node)}")


def _text(node, *names):
    for name in names:
        node = _child(node, name)
    return node.text.strip()
