"""What modules touch of a base: Запрос, records of registers, catalogs, locks, transactions, the journal.

Whoever queries or writes must be in privileged mode, in its own procedure or above: the user of a PBX has no rights.
"""

from evaluator import UNDEFINED, Raised, Unknown
from evaluator.collections import Array
from evaluator.objects import Object, method
from evaluator.platform import Platform

from . import queries
from .registers import Lock, RegisterManager
from .store import Description, Reference, Store


class Base(Platform):
    """The platform with a base in it. `journal` is what ЗаписьЖурналаРегистрации wrote."""

    def __init__(self, tables=(), **platform):
        super().__init__(**platform)
        self.store, self.journal, self.jobs, self.failing = Store(), [], [], None
        for table in tables:
            self.store.add(table)
        self.constructors["запрос"] = lambda текст="": Query(self, текст)
        self.constructors["блокировкаданных"] = lambda: Lock(self)
        self.functions |= {
            "начатьтранзакцию": self.store.begin,
            "зафиксироватьтранзакцию": self.store.commit,
            "отменитьтранзакцию": self.store.rollback,
            "записьжурналарегистрации": self._journal,
            "получитьнавигационнуюссылку": lambda ссылка: f"e1cib/data/Справочник.{ссылка.catalog}?ref={ссылка.identity}",
        }
        self.properties |= {
            "регистрысведений": Managers(self, "РегистрСведений", RegisterManager),
            "справочники": Managers(self, "Справочник", CatalogManager),
            "метаданные": Metadata(self),
            "параметрысеанса": Session(),
            "фоновыезадания": Jobs(self),
        }

    def _journal(self, событие, уровень=UNDEFINED, метаданные=UNDEFINED, данные=UNDEFINED, комментарий=""):
        self.journal.append((событие, уровень.name, комментарий))

    def access(self, what):
        """Before every query and write: rights, a transaction that is still whole, a failure that a test asked for."""
        if not any(frame.privileged for frame in self.program.frames):
            frame = self.program.frames[-1].procedure
            raise Unknown(f"{frame.module.name}.{frame.name}: {what} without privileged mode")
        self.store.touch()
        if self.failing is not None and self.failing(what):
            raise self.store.fail("Ошибка СУБД")


class Query(Object):
    type_name = "Запрос"
    writable = ("Текст",)

    def __init__(self, base, text):
        super().__init__()
        self.base, self.parameters = base, {}
        self.fields["текст"] = text

    @method
    def УстановитьПараметр(self, имя, значение):
        self.parameters[имя.lower()] = значение

    @method
    def Выполнить(self):
        text = self.fields["текст"]
        self.base.access("a query")
        return QueryResult(queries.run(self.base.store, text, self.parameters))


class QueryResult(Object):
    type_name = "РезультатЗапроса"

    def __init__(self, result):
        super().__init__()
        self.result = result

    @method
    def Пустой(self):
        return not self.result.rows

    @method
    def Выбрать(self):
        return Selection(self.result)

    @method
    def Выгрузить(self):
        return Values(self.result)


class Selection(Object):
    type_name = "ВыборкаИзРезультатаЗапроса"

    def __init__(self, result):
        super().__init__()
        self.result, self.at = result, -1
        self.fields = {}

    def no_field(self, name):
        raise Raised(f"Поле объекта не обнаружено ({name})")

    @method
    def Следующий(self):
        self.at += 1
        found = self.at < len(self.result.rows)
        self.fields = dict(self.result.rows[self.at]) if found else {}
        return found

    @method
    def Количество(self):
        return len(self.result.rows)


class Line(Object):
    type_name = "СтрокаТаблицыЗначений"

    def __init__(self, row):
        super().__init__()
        self.fields = dict(row)


class Values(Object):
    """ТаблицаЗначений of a query."""

    type_name = "ТаблицаЗначений"

    def __init__(self, result):
        super().__init__()
        self.lines = [Line(row) for row in result.rows]

    def each(self):
        return iter(self.lines)

    def item(self, index):
        return self.lines[int(index)]

    @method
    def Количество(self):
        return len(self.lines)

    @method
    def ВыгрузитьКолонку(self, имя):
        return Array([line.get(имя) for line in self.lines])


class Managers(Object):
    """РегистрыСведений, Справочники."""

    def __init__(self, base, kind, make):
        super().__init__()
        self.type_name, self.base, self.kind, self.make = f"{kind}Менеджеры", base, kind, make

    def get(self, name):
        table = self.base.store.tables.get(f"{self.kind}.{name}".lower())
        if table is None:
            raise Raised(f"Поле объекта не обнаружено ({name})")
        return self.make(self.base, table)

    def item(self, index):
        return self.get(index)


class CatalogManager(Object):
    type_name = "СправочникМенеджер"

    def __init__(self, base, table):
        super().__init__()
        self.name = table.name.split(".")[1]

    @method
    def ПолучитьСсылку(self, идентификатор):
        return Reference(self.name, идентификатор.value)

    @method
    def ПустаяСсылка(self):
        return Reference(self.name, None)


class Found(Object):
    """A collection of metadata: Найти() by name."""

    type_name = "КоллекцияОбъектовМетаданных"

    def __init__(self, find):
        super().__init__()
        self._find = find

    @method
    def Найти(self, имя):
        return self._find(имя)


class Metadata(Object):
    type_name = "Метаданные"

    def __init__(self, base):
        super().__init__()
        self.base = base
        self.fields = {"справочники": Found(self._catalog)}

    def _catalog(self, name):
        table = self.base.store.tables.get(f"справочник.{name}".lower())
        if table is None:
            return UNDEFINED
        described = Description(name)
        parts = f"справочник.{name}.".lower()
        described.fields |= {
            "реквизиты": Found(lambda field: Description(field) if field.lower() in table.fields else UNDEFINED),
            "табличныечасти": Found(
                lambda part: Description(part) if parts + part.lower() in self.base.store.tables else UNDEFINED
            ),
        }
        return described


class Session(Object):
    type_name = "ПараметрыСеанса"
    writable = ("ТекущийПользователь",)


class Jobs(Object):
    type_name = "ФоновыеЗадания"

    def __init__(self, base):
        super().__init__()
        self.base = base

    @method
    def Выполнить(self, имя, параметры=UNDEFINED, ключ="", наименование=""):
        self.base.jobs.append((имя, ключ))
