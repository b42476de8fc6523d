"""Tables of the base: rows of values by lower-case names of fields, references into catalogs, transactions."""

import copy
import uuid
from dataclasses import dataclass

from evaluator import NULL, UNDEFINED, Raised, Unknown
from evaluator.objects import Object, method
from evaluator.platform import Uuid


class Reference(Object):
    """A reference to an element of a catalog; `identity` None is the empty one."""

    store = None

    def __init__(self, catalog, identity):
        super().__init__()
        self.catalog, self.identity = catalog, identity
        self.type_name = f"СправочникСсылка.{catalog}"

    def __eq__(self, other):
        same = isinstance(other, Reference) and self.catalog.lower() == other.catalog.lower()
        return same and self.identity == other.identity

    def __hash__(self):
        return hash((self.catalog.lower(), self.identity))

    def __repr__(self):
        return f"{self.catalog}:{self.identity}"

    def get(self, name):
        row = self.store.row_of(self)
        if row is None or name.lower() not in row:
            raise Raised(f"Поле объекта не обнаружено ({name})")
        return row[name.lower()]

    def presentation(self):
        row = self.store.row_of(self) if self.store else None
        return "" if row is None else row.get("наименование", "")

    def is_filled(self):
        return self.identity is not None

    @method
    def УникальныйИдентификатор(self):
        return Uuid(str(self.identity or uuid.UUID(int=0)))

    @method
    def Метаданные(self):
        return Description(self.catalog)


class Description(Object):
    """As much of an object's metadata as its name."""

    type_name = "ОбъектМетаданных"

    def __init__(self, name):
        super().__init__()
        self.fields = {"имя": name}


@dataclass(frozen=True)
class EnumerationValue:
    enumeration: str
    name: str

    type_name = "Перечисление"

    def is_filled(self):
        return True


@dataclass
class Table:
    """`keys`: the fields that make a record what it is (dimensions); empty where rows are not records."""

    name: str
    fields: dict
    keys: tuple = ()
    owners: tuple = ()


class Store:
    def __init__(self):
        self.tables, self.data, self._elements = {}, {}, 0
        self.depth, self.broken, self._before = 0, False, None
        Reference.store = self

    def add(self, table):
        self.tables[table.name.lower()] = table
        self.data[table.name.lower()] = []

    def rows(self, name):
        if name.lower() not in self.data:
            raise Raised(f"Таблица не найдена «{name}»")
        return self.data[name.lower()]

    def insert(self, name, **values):
        """A row for a test: fields that are not named are UNDEFINED."""
        table = self.tables[name.lower()]
        row = {field: UNDEFINED for field in table.fields}
        unknown = [field for field in values if field.lower() not in row]
        if unknown:
            raise Unknown(f"{name}: {unknown}")
        row.update({field.lower(): value for field, value in values.items()})
        self.data[name.lower()].append(row)
        return row

    def add_element(self, catalog, **values):
        """A new element of a catalog; its reference."""
        self._elements += 1
        reference = Reference(catalog, uuid.uuid5(uuid.NAMESPACE_OID, str(self._elements)))
        self.insert(f"Справочник.{catalog}", Ссылка=reference, **{"ПометкаУдаления": False, **values})
        return reference

    def row_of(self, reference):
        for row in self.data.get(f"справочник.{reference.catalog}".lower(), []):
            if row["ссылка"] == reference:
                return row
        return None

    def follow(self, row, names):
        """`Владелец.Наименование`: through references, NULL where there is none."""
        value = None
        for at, name in enumerate(names):
            if name.lower() not in row:
                raise Raised(f"Поле не найдено «{'.'.join(names)}»")
            value = row[name.lower()]
            if at + 1 == len(names):
                break
            row = self.row_of(value) if isinstance(value, Reference) else None
            if row is None:
                return NULL
        return value

    # Transactions.

    def begin(self):
        if self.depth == 0:
            self._before = copy.deepcopy(self.data)
            self.broken = False
        self.depth += 1

    def commit(self):
        if self.depth == 0:
            raise Raised("Транзакция не активна")
        if self.broken:
            raise Raised("В данной транзакции уже происходили ошибки!")
        self.depth -= 1

    def rollback(self):
        """Also of an inner one: the outer can then only be rolled back too."""
        if self.depth == 0:
            raise Raised("Транзакция не активна")
        self.depth -= 1
        self.broken = self.depth > 0
        if self.depth == 0:
            self.data = self._before

    def touch(self):
        """Before every query and write."""
        if self.depth and self.broken:
            raise Raised("В данной транзакции уже происходили ошибки!")

    def fail(self, text):
        """A database error: the transaction around it is lost, whoever catches it."""
        self.broken = self.depth > 0
        return Raised(text)
