"""Catalogs as modules see them: managers, objects to write, and as much of the metadata as is asked for.

Which attributes, tabular sections and owners a catalog has is read from the store's tables: `Справочник.X` and
`Справочник.X.Часть`; a field named Владелец makes a subordinate catalog, of the catalogs its `owners` name.
"""

import uuid

from evaluator import UNDEFINED, Raised
from evaluator.objects import Object, method

from .store import Description, EnumerationValue, Reference


class CatalogManager(Object):
    type_name = "СправочникМенеджер"

    def __init__(self, base, table):
        super().__init__()
        self.base, self.table = base, table
        self.name = table.name.split(".")[1]

    @method
    def ПолучитьСсылку(self, идентификатор):
        return Reference(self.name, идентификатор.value)

    @method
    def ПустаяСсылка(self):
        return Reference(self.name, None)

    @method
    def СоздатьЭлемент(self):
        return CatalogObject(self.base, self.name)


class CatalogObject(Object):
    """СправочникОбъект: written, it is a row of its catalog and rows of its tabular sections."""

    def __init__(self, base, name):
        super().__init__()
        self.base, self.name = base, name
        self.type_name = f"СправочникОбъект.{name}"
        self.fields = {field: UNDEFINED for field in base.store.tables[f"справочник.{name}".lower()].fields}
        self.fields |= {"ссылка": Reference(name, None), "пометкаудаления": False}
        prefix = f"справочник.{name}.".lower()
        self.parts = {
            key[len(prefix) :]: Part(table) for key, table in base.store.tables.items() if key.startswith(prefix)
        }

    def get(self, name):
        return self.parts[name.lower()] if name.lower() in self.parts else super().get(name)

    def set(self, name, value):
        if name.lower() not in self.fields or name.lower() == "ссылка":
            raise Raised(f"Поле объекта не обнаружено ({name})")
        self.fields[name.lower()] = value

    @method
    def Записать(self):
        self.base.access(f"a write to {self.name}", writes=True)
        if self.fields["ссылка"].identity is None:
            self.fields["ссылка"] = Reference(self.name, uuid.uuid4())
        rows = self.base.store.rows(f"Справочник.{self.name}")
        rows[:] = [row for row in rows if row["ссылка"] != self.fields["ссылка"]] + [dict(self.fields)]
        for key, part in self.parts.items():
            rows = self.base.store.rows(f"Справочник.{self.name}.{key}")
            rows[:] = [row for row in rows if row["ссылка"] != self.fields["ссылка"]]
            rows += [{**line.fields, "ссылка": self.fields["ссылка"]} for line in part.lines]

    @method
    def Метаданные(self):
        return Description(self.name)


class Part(Object):
    type_name = "ТабличнаяЧасть"

    def __init__(self, table):
        super().__init__()
        self.table, self.lines = table, []

    @method
    def Добавить(self):
        self.lines.append(PartLine(self.table))
        return self.lines[-1]


class PartLine(Object):
    type_name = "СтрокаТабличнойЧасти"

    def __init__(self, table):
        super().__init__()
        self.fields = {field: UNDEFINED for field in table.fields}

    def set(self, name, value):
        if name.lower() not in self.fields:
            raise Raised(f"Поле объекта не обнаружено ({name})")
        self.fields[name.lower()] = value


class Enumerations(Object):
    """Перечисления.X.Y."""

    type_name = "ПеречисленияМенеджер"

    def get(self, name):
        return EnumerationManager(name)


class EnumerationManager(Object):
    def __init__(self, name):
        super().__init__()
        self.type_name = self.name = name

    def get(self, name):
        return EnumerationValue(self.name, name)


class Collection(Object):
    """A collection of metadata: by Найти() or by a dot."""

    type_name = "КоллекцияОбъектовМетаданных"

    def __init__(self, listed):
        super().__init__()
        self.fields = {name.lower(): described for name, described in listed}

    @method
    def Найти(self, имя):
        return self.fields.get(имя.lower(), UNDEFINED)

    @method
    def Количество(self):
        return len(self.fields)

    @method
    def Содержит(self, объект):
        return any(described.get("Имя") == объект.get("Имя") for described in self.fields.values())

    def item(self, index):
        return self.get(index)


class Metadata(Object):
    type_name = "Метаданные"

    def __init__(self, base):
        super().__init__()
        self.base = base

    def get(self, name):
        if name.lower() == "имя":
            return self.base.configuration
        if name.lower() == "справочники":
            return Collection((catalog, self._catalog(catalog)) for catalog in self._catalogs())
        if name.lower() == "общиекоманды":
            return Anything()
        return super().get(name)

    def _catalogs(self):
        names = (table.name.split(".") for table in self.base.store.tables.values())
        return [parts[1] for parts in names if parts[0] == "Справочник" and len(parts) == 2]

    def _catalog(self, name):
        table = self.base.store.tables[f"справочник.{name}".lower()]
        prefix = f"Справочник.{name}."
        parts = [other for other in self.base.store.tables.values() if other.name.startswith(prefix)]
        described = Description(name)
        described.fields |= {
            "реквизиты": self._attributes(table),
            "табличныечасти": Collection((part.name[len(prefix) :], self._part(part)) for part in parts),
            "владельцы": Collection((owner, Description(owner)) for owner in table.owners),
        }
        return described

    def _part(self, table):
        described = Description(table.name.split(".")[2])
        described.fields["реквизиты"] = self._attributes(table)
        return described

    def _attributes(self, table):
        standard = ("ссылка", "владелец", "наименование", "код", "пометкаудаления", "номерстроки", "родитель")
        names = [field.name for key, field in table.fields.items() if key not in standard]
        return Collection((name, Description(name)) for name in names)


class Anything(Object):
    """A collection in which every name is found: the extension's own objects, which package_1c.rs looks after."""

    type_name = "КоллекцияОбъектовМетаданных"

    def get(self, name):
        return Description(name)
