"""A client's base for the tests: catalogs as «Управление торговлей» 11 has them, two managers, helpers to fill it."""

import datetime
from decimal import Decimal

import package
from base.metadata import plain
from base.store import Description, EnumerationValue
from evaluator.objects import Object, method

PHONE = EnumerationValue("ТипыКонтактнойИнформации", "Телефон")
MAIL = EnumerationValue("ТипыКонтактнойИнформации", "АдресЭлектроннойПочты")
CLIENT_FIELDS = ("Ссылка", "Наименование", "ПометкаУдаления")
CONTACT_FIELDS = ("Ссылка", "НомерСтроки", "Тип", "Вид", "Представление", "НомерТелефона")


def catalog(name, *fields, owners=(), contacts=CONTACT_FIELDS):
    tables = [plain(f"Справочник.{name}", *CLIENT_FIELDS, *fields, owners=owners)]
    return tables + ([plain(f"Справочник.{name}.КонтактнаяИнформация", *contacts)] if contacts else [])


def trade():
    """УТ 11: partners with managers, their legal entities, people at partners."""
    return [
        *catalog("Партнеры", "ОсновнойМенеджер"),
        *catalog("Контрагенты", "Партнер"),
        *catalog("КонтактныеЛицаПартнеров", "Владелец", owners=["Партнеры"]),
        *users(),
    ]


def users():
    return [
        *catalog("Пользователи", "ИдентификаторПользователяИБ"),
        *catalog("ВидыКонтактнойИнформации", "Тип", "Родитель", "ИмяПредопределенныхДанных", contacts=()),
    ]


class Card(Object):
    """What an event subscription gets: the object that is being written."""

    def __init__(self, reference):
        super().__init__()
        self.reference = reference
        self.fields = {"ссылка": reference}

    @method
    def Метаданные(self):
        return Description(self.reference.catalog)


class Office:
    """A program over a base, and what people do in it."""

    def __init__(self, tables=None, **platform):
        self.program = package.load(trade() if tables is None else tables, **platform)
        self.base = self.program.platform
        self.store = self.base.store

    def module(self, name):
        return self.program.own[name]

    def call(self, module, name, *arguments):
        return self.module(module).call(name, *arguments)

    def user(self, name, *phones):
        reference = self.add("Пользователи", name, *phones, ИдентификаторПользователяИБ=f"иб-{name}")
        return reference

    def add(self, catalog_name, name, *phones, **fields):
        """A new element with telephones; nothing is told to the extension."""
        reference = self.store.add_element(catalog_name, Наименование=name, **fields)
        self.phones(reference, *phones)
        return reference

    def phones(self, reference, *phones):
        """What stands in the card: each a text, or `(НомерТелефона, Представление)`."""
        table = f"Справочник.{reference.catalog}.КонтактнаяИнформация"
        rows = self.store.rows(table)
        rows[:] = [row for row in rows if row["ссылка"] != reference]
        for at, phone in enumerate(phones, 1):
            digits, shown = ("", phone) if isinstance(phone, str) else phone
            known = {"НомерТелефона": digits} if "номертелефона" in self.store.tables[table.lower()].fields else {}
            self.store.insert(table, Ссылка=reference, НомерСтроки=Decimal(at), Тип=PHONE, Представление=shown, **known)

    def rename(self, reference, **fields):
        self.store.row_of(reference).update({name.lower(): value for name, value in fields.items()})

    def remove(self, reference):
        rows = self.store.rows(f"Справочник.{reference.catalog}")
        rows[:] = [row for row in rows if row["ссылка"] != reference]

    def settings(self, text):
        self.base.constants["agi1c_параметры"] = text

    def later(self, seconds):
        self.base.now += datetime.timedelta(seconds=seconds)

    def fill(self):
        """The nightly job, then two minutes: what was written in the last one is not given to a PBX yet."""
        self.call("agi1c_Очередь", "ОбновитьВсех")
        self.later(120)

    def register(self):
        """The register's live records: number → name."""
        rows = self.store.rows("РегистрСведений.agi1c_НомераКлиентов")
        return {row["номер"]: row["имя"] for row in rows if not row["удален"]}
