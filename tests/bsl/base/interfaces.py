"""The platform with a base in it: what modules reach by a name of the global context.

Whoever queries or writes must be in privileged mode, in its own procedure or above: the user of a PBX has no rights.
"""

from evaluator import UNDEFINED, Raised, Unknown
from evaluator.collections import Array
from evaluator.objects import Enumeration, Object, method
from evaluator.platform import Platform

from .catalogs import CatalogManager, Enumerations, Metadata
from .constants import ConstantManager
from .query import Query
from .registers import Lock, RegisterManager
from .store import Store
from .windows import Windows


class Base(Platform):
    """`journal` is what ЗаписьЖурналаРегистрации wrote, `jobs` what was started in the background.

    `rights` are words that ПравоДоступа and РольДоступна are asked for; `user_may_write` lets records and objects be
    written outside privileged mode, with the user's own rights; `failing` makes database errors for a test.
    """

    def __init__(self, tables=(), constants=(), configuration="УправлениеТорговлей", **platform):
        super().__init__(**platform)
        self.store, self.journal, self.jobs, self.failing = Store(), [], [], None
        self.configuration, self.rights, self.user_may_write, self.is_file_base = configuration, set(), False, False
        constants = list(constants)
        self.constants = {name.lower(): field.empty() for name, field in constants}
        self.constant_fields = {name.lower(): field for name, field in constants}
        self.safe_mode = False
        for table in tables:
            self.store.add(table)
        self.session = Session()
        self.constructors["запрос"] = lambda текст="": Query(self, текст)
        self.constructors["блокировкаданных"] = lambda: Lock(self)
        self.functions |= {
            "начатьтранзакцию": self.store.begin,
            "зафиксироватьтранзакцию": self.store.commit,
            "отменитьтранзакцию": self.store.rollback,
            "записьжурналарегистрации": self._journal,
            "праводоступа": self._right,
            "рольдоступна": lambda имя: имя in self.rights,
            "привилегированныйрежим": self.is_privileged,
            "строкасоединенияинформационнойбазы": self._connection,
            "вычислить": self._evaluate,
        }
        self.library, self.windows = {}, Windows(self)
        self.properties |= {
            "регистрысведений": Managers(self, "РегистрСведений", RegisterManager),
            "справочники": Managers(self, "Справочник", CatalogManager),
            "константы": Constants(self),
            "перечисления": Enumerations(),
            "метаданные": Metadata(self),
            "параметрысеанса": self.session,
            "фоновыезадания": Jobs(self),
            "состояниефоновогозадания": Enumeration("СостояниеФоновогоЗадания", "Активно Завершено ЗавершеноАварийно"),
        }

    def _journal(self, событие, уровень=UNDEFINED, метаданные=UNDEFINED, данные=UNDEFINED, комментарий=""):
        self.journal.append((событие, уровень.name, комментарий))

    def _right(self, право, объект):
        return f"{право} {объект.get('Имя')}" in self.rights

    def _connection(self):
        return 'File="/srv/base";' if self.is_file_base else 'Srvr="server";Ref="base";'

    def _evaluate(self, text):
        """A module of the library by its name, where the test has put one into the base. Nothing else is evaluated."""
        if not text.isidentifier():
            raise Unknown(f"Вычислить({text!r})")
        found = self.library.get(text.lower())
        if found is None:
            raise Raised(f"Переменная не определена ({text})")
        return found

    def is_privileged(self):
        return not self.safe_mode and any(frame.privileged for frame in self.program.frames)

    def access(self, what, writes=False):
        """Before every query and write: rights, a transaction that is still whole, a failure that a test asked for."""
        if not self.is_privileged() and not (writes and self.user_may_write):
            frame = self.program.frames[-1].procedure
            raise Unknown(f"{frame.module.name}.{frame.name}: {what} without privileged mode")
        self.store.touch()
        if self.failing is not None and self.failing(what):
            raise self.store.fail("Ошибка СУБД")


class Managers(Object):
    """РегистрыСведений, Справочники."""

    def __init__(self, base, kind, make):
        super().__init__()
        self.type_name, self.base, self.kind, self.make = f"{kind}Менеджеры", base, kind, make

    def get(self, name):
        table = self.base.store.tables.get(f"{self.kind}.{name}".lower())
        if table is None:
            self.no_field(name)
        return self.make(self.base, table)

    def item(self, index):
        return self.get(index)


class Constants(Object):
    type_name = "КонстантыМенеджер"

    def __init__(self, base):
        super().__init__()
        self.base = base

    def get(self, name):
        if name.lower() not in self.base.constants:
            self.no_field(name)
        return ConstantManager(self.base, name.lower())


class Session(Object):
    type_name = "ПараметрыСеанса"
    writable = ("ТекущийПользователь",)


class Jobs(Object):
    type_name = "ФоновыеЗадания"

    def __init__(self, base):
        super().__init__()
        self.base = base

    @method
    def Выполнить(self, имя, параметры=UNDEFINED, ключ=UNDEFINED, наименование=""):
        self.base.access("a job")
        self.base.jobs.append(Job(имя, self.base.now))

    @method
    def ПолучитьФоновыеЗадания(self, отбор=UNDEFINED):
        self.base.access("a look at the jobs")
        wanted = {} if отбор is UNDEFINED else отбор.fields
        # Whatever was started here is still running.
        names = [name for name in wanted if name != "состояние"]
        return Array([job for job in self.base.jobs if all(job.fields[name] == wanted[name] for name in names)])


class Job(Object):
    type_name = "ФоновоеЗадание"

    def __init__(self, name, began):
        super().__init__()
        self.fields = {"имяметода": name, "начало": began}
