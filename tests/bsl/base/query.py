"""Запрос and what it gives: a selection to walk through."""

from evaluator import Raised
from evaluator.objects import Object, method

from . import queries


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
        self.base.access("a query")
        return QueryResult(queries.run(self.base.store, self.fields["текст"], self.parameters))


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
