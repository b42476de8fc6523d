"""Privileged mode is on wherever the base is touched: by the call graph, for every way through every module.

A web service's caller has no rights of its own, and leaving a procedure undoes its own setting.
"""

import unittest

import callgraph
import package

ON = "УстановитьПривилегированныйРежим(Истина);"
QUERY = "Запрос = Новый Запрос; В = Запрос.Выполнить();"


def found(*texts):
    return callgraph.violations(callgraph.graph([(f"М{at}", text, True) for at, text in enumerate(texts, 1)]))


class Rule(unittest.TestCase):
    def test_kept(self):
        for texts in [
            (f"Функция Ф() Экспорт {ON} {QUERY} КонецФункции",),
            (f"Функция Ф() Экспорт {ON} Г(); КонецФункции Процедура Г() {QUERY} КонецПроцедуры",),
            (f"Функция Ф() Экспорт {ON} М2.Г(); КонецФункции", f"Процедура Г() Экспорт {QUERY} КонецПроцедуры"),
            (
                f"Функция Ф() Экспорт {ON} Г(); КонецФункции Процедура Г() Д(); КонецПроцедуры Процедура Д() {QUERY} КонецПроцедуры",
            ),
            (f"Функция Ф() Экспорт Если А Тогда {ON} Иначе {ON} КонецЕсли; {QUERY} КонецФункции",),
            (f"Функция Ф() Экспорт {ON} Попытка {QUERY} Исключение А = 1; КонецПопытки; КонецФункции",),
            (f"Функция Ф() Экспорт Если А Тогда {ON} {QUERY} КонецЕсли; КонецФункции",),
            (
                f"Функция Ф() Экспорт {ON} Для Н = 1 По 2 Цикл Пока Истина Цикл {QUERY} КонецЦикла; КонецЦикла; КонецФункции",
            ),
        ]:
            self.assertEqual(found(*texts), [], texts)

    def test_broken(self):
        for texts, chain in [
            ((f"Функция Ф() Экспорт {QUERY} КонецФункции",), "М1.Ф"),
            ((f"Функция Ф() Экспорт {QUERY} {ON} КонецФункции",), "М1.Ф"),
            # The callee's own setting ends with it: this is what the module for 8.2 did wrong in 0.1.0.
            ((f"Функция Ф() Экспорт Г(); {QUERY} КонецФункции Процедура Г() {ON} КонецПроцедуры",), "М1.Ф"),
            (
                (
                    f"Функция Ф() Экспорт Г(); Д(); КонецФункции Процедура Г() {ON} {QUERY} КонецПроцедуры Процедура Д() {QUERY} КонецПроцедуры",
                ),
                "М1.Ф → М1.Д",
            ),
            (
                (
                    f"Функция Ф() Экспорт {ON} М2.Г(); КонецФункции Функция Ж() Экспорт М2.Г(); КонецФункции",
                    f"Процедура Г() Экспорт {QUERY} КонецПроцедуры",
                ),
                "М1.Ж → М2.Г",
            ),
            ((f"Функция Ф() Экспорт Если А Тогда {ON} КонецЕсли; {QUERY} КонецФункции",), "М1.Ф"),
            ((f"Функция Ф() Экспорт {ON} УстановитьПривилегированныйРежим(Ложь); {QUERY} КонецФункции",), "М1.Ф"),
            (("Функция Ф() Экспорт З = РегистрыСведений.Х.СоздатьМенеджерЗаписи(); КонецФункции",), "М1.Ф"),
            (("Функция Ф() Экспорт Возврат Справочники[А].ПустаяСсылка(); КонецФункции",), "М1.Ф"),
            ((f"Функция Ф() Экспорт Попытка {ON} Исключение А = 1; КонецПопытки; {QUERY} КонецФункции",), "М1.Ф"),
            ((f"Функция Ф() Экспорт Для Н = 1 По 0 Цикл {ON} КонецЦикла; {QUERY} КонецФункции",), "М1.Ф"),
        ]:
            self.assertEqual({place.split(":")[0] for place in found(*texts)}, {chain}, texts)

    def test_what_the_platform_calls_itself_is_reached_without_it(self):
        text = f"Процедура Г() Экспорт {QUERY} КонецПроцедуры Процедура Ф() Экспорт {ON} Г(); КонецПроцедуры"
        graph = callgraph.graph([("М1", text, True)])
        self.assertEqual(callgraph.violations(graph), [])
        self.assertEqual(callgraph.violations(graph, [("М1", "Г")])[0].split(":")[0], "М1.Г")


class Modules(unittest.TestCase):
    def test_the_extension(self):
        modules = [(name, package.text(path), common) for name, path, common, _ in package.modules()]
        graph = callgraph.graph(modules)
        self.assertGreaterEqual(sum(len(procedure.touches) for procedure in graph.values()), 20)
        roots = package.called_by_the_platform()
        known = {(module, name) for module, name in graph}
        self.assertGreaterEqual(len(roots), 9)
        self.assertEqual({root for root in roots if (root[0].lower(), root[1].lower()) not in known}, set())
        self.assertEqual(callgraph.violations(graph, roots), [])

    def test_the_modules_for_other_configurations(self):
        names = {"calls-ut103.bsl": "agi1c_Звонки"}
        paths = sorted((package.PACKAGE / "modules").glob("*.bsl"))
        graph = callgraph.graph([(names.get(path.name, path.name), package.text(path), True) for path in paths])
        self.assertEqual(callgraph.violations(graph), [])
