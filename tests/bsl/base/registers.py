"""Records of information registers, sets of them with a filter, and locks on them."""

from evaluator import UNDEFINED, Raised, Unknown
from evaluator.objects import Object, method
from evaluator.values import to_boolean


class RegisterManager(Object):
    type_name = "РегистрСведенийМенеджер"

    def __init__(self, base, table):
        super().__init__()
        self.base, self.table = base, table

    @method
    def СоздатьМенеджерЗаписи(self):
        return Record(self.base, self.table)

    @method
    def СоздатьНаборЗаписей(self):
        return RecordSet(self.base, self.table)


class Record(Object):
    """РегистрСведенийМенеджерЗаписи."""

    def __init__(self, base, table):
        super().__init__()
        self.base, self.table, self.selected = base, table, False
        self.type_name = f"МенеджерЗаписи.{table.name}"
        self.fields = {name: field.empty() for name, field in table.fields.items()}

    def no_field(self, name):
        raise Raised(f"Поле объекта не обнаружено ({name})")

    def set(self, name, value):
        if name.lower() not in self.fields:
            self.no_field(name)
        self.fields[name.lower()] = self.table.fields[name.lower()].fitted(value)

    def _same(self, row):
        return all(row[key] == self.fields[key] for key in self.table.keys)

    def _rows(self):
        return self.base.store.rows(self.table.name)

    @method
    def Прочитать(self):
        self.base.access(f"a read of {self.table.name}")
        found = [row for row in self._rows() if self._same(row)]
        self.selected = bool(found)
        if found:
            self.fields = dict(found[0])

    @method
    def Выбран(self):
        return self.selected

    @method
    def Записать(self, замещать=True):
        self.base.access(f"a write to {self.table.name}", writes=True)
        rows = self._rows()
        if not to_boolean(замещать) and any(self._same(row) for row in rows):
            raise self.base.store.fail("Запись с такими ключевыми полями существует!")
        rows[:] = [row for row in rows if not self._same(row)] + [dict(self.fields)]

    @method
    def Удалить(self):
        self.base.access(f"a write to {self.table.name}", writes=True)
        rows = self._rows()
        rows[:] = [row for row in rows if not self._same(row)]


class RecordSet(Object):
    """РегистрСведенийНаборЗаписей: written, it replaces what its filter selects."""

    def __init__(self, base, table):
        super().__init__()
        self.base, self.table, self.records = base, table, []
        self.type_name = f"НаборЗаписей.{table.name}"
        self.filter = Filter(table)
        self.fields = {"отбор": self.filter}

    @method
    def Добавить(self):
        self.records.append(Record(self.base, self.table))
        return self.records[-1]

    @method
    def Количество(self):
        return len(self.records)

    @method
    def Прочитать(self):
        self.base.access(f"a read of {self.table.name}")
        self.records = []
        for row in self.base.store.rows(self.table.name):
            if self.filter.selects(row):
                self.records.append(Record(self.base, self.table))
                self.records[-1].fields = dict(row)

    @method
    def Очистить(self):
        self.records = []

    def item(self, index):
        return self.records[int(index)]

    def each(self):
        return iter(list(self.records))

    @method
    def Записать(self, замещать=True):
        self.base.access(f"a write to {self.table.name}", writes=True)
        rows = self.base.store.rows(self.table.name)
        if to_boolean(замещать):
            rows[:] = [row for row in rows if not self.filter.selects(row)]
        rows += [dict(record.fields) for record in self.records]


class Filter(Object):
    type_name = "Отбор"

    def __init__(self, table):
        super().__init__()
        self.fields = {key: FilterItem() for key in table.keys}

    def selects(self, row):
        used = {name: item.value for name, item in self.fields.items() if item.used}
        return all(row[name] == value for name, value in used.items())


class FilterItem(Object):
    type_name = "ЭлементОтбора"

    def __init__(self):
        super().__init__()
        self.used, self.value = False, UNDEFINED

    @method
    def Установить(self, значение, использование=True):
        self.used, self.value = to_boolean(использование), значение


class Lock(Object):
    """БлокировкаДанных: outside a transaction it locks nothing, which is an error here."""

    type_name = "БлокировкаДанных"

    def __init__(self, base):
        super().__init__()
        self.base = base

    @method
    def Добавить(self, пространство=""):
        if пространство.lower() not in self.base.store.tables:
            raise Raised(f"Неверное пространство блокировки «{пространство}»")
        return LockItem()

    @method
    def Заблокировать(self):
        if self.base.store.depth == 0:
            raise Unknown("a lock outside a transaction")


class LockItem(Object):
    type_name = "ЭлементБлокировкиДанных"
    writable = ("Режим",)

    @method
    def УстановитьЗначение(self, имя, значение):
        pass
