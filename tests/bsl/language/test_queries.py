"""The query language over small tables, by its documentation."""

import datetime
import unittest
from decimal import Decimal

from base import queries
from base.metadata import plain
from base.store import EnumerationValue, Reference, Store
from evaluator import NULL, UNDEFINED, Raised, Unknown
from evaluator.collections import Array

ROWS = [("Аист", 3, True), ("Бобр", 1, False), ("Волк", 2, True), ("аист", 5, False)]


class Queries(unittest.TestCase):
    def setUp(self):
        self.store = store = Store()
        store.add(plain("Справочник.Города", "Ссылка", "Наименование", "ПометкаУдаления"))
        store.add(plain("Справочник.Люди", "Ссылка", "Наименование", "ПометкаУдаления", "Город"))
        store.add(plain("РегистрСведений.Т", "Имя", "Число", "Флаг", "Кто", "Вид"))
        city = store.add_element("Города", Наименование="Псков")
        self.people = [
            store.add_element("Люди", Наименование="Пётр", Город=city),
            store.add_element("Люди", Наименование="Анна", Город=Reference("Города", None)),
        ]
        who = [*self.people, city, UNDEFINED]
        for (name, number, flag), person in zip(ROWS, who, strict=True):
            kind = EnumerationValue("Виды", "Первый" if flag else "Второй")
            store.insert("РегистрСведений.Т", Имя=name, Число=Decimal(number), Флаг=flag, Кто=person, Вид=kind)

    def rows(self, text, **parameters):
        found = queries.run(self.store, text, {name.lower(): value for name, value in parameters.items()})
        return [tuple(row[column.lower()] for column in found.columns) for row in found.rows]

    def names(self, condition, **parameters):
        text = f"ВЫБРАТЬ Т.Имя КАК Имя ИЗ РегистрСведений.Т КАК Т ГДЕ {condition} УПОРЯДОЧИТЬ ПО Т.Число"
        return [name for (name,) in self.rows(text, **parameters)]

    def test_conditions(self):
        for condition, expected in [
            ("Т.Число > 2", ["Аист", "аист"]),
            ("Т.Число >= 2 И Т.Число <> 3", ["Волк", "аист"]),
            ("Т.Флаг", ["Волк", "Аист"]),
            ("НЕ Т.Флаг", ["Бобр", "аист"]),
            ("НЕ Т.Число = 1", ["Волк", "Аист", "аист"]),
            ("Т.Число = 1 ИЛИ Т.Число = 2 И Т.Флаг", ["Бобр", "Волк"]),
            ("(Т.Число = 1 ИЛИ Т.Число = 2) И Т.Флаг", ["Волк"]),
            ("Т.Имя = &Имя", ["Аист", "аист"]),
            ("Т.Число В (1, 5)", ["Бобр", "аист"]),
            ("Т.Число НЕ В (1, 5)", ["Волк", "Аист"]),
            ("Т.Число В(&Числа)", ["Волк", "Аист"]),
            ('Т.Имя ПОДОБНО "%и%"', ["Аист", "аист"]),
            ('Т.Имя ПОДОБНО "_о%"', ["Бобр", "Волк"]),
            ('Т.Имя НЕ ПОДОБНО "%о%"', ["Аист", "аист"]),
            ('Т.Имя ПОДОБНО "%\\%%" СПЕЦСИМВОЛ "\\"', []),
            ("Т.Вид = ЗНАЧЕНИЕ(Перечисление.Виды.Первый)", ["Волк", "Аист"]),
            ("Т.Кто ССЫЛКА Справочник.Люди", ["Бобр", "Аист"]),
            ("Т.Кто = &Кто", ["Бобр"]),
            ("Т.Кто = НЕОПРЕДЕЛЕНО", ["аист"]),
            ("ВЫБОР КОГДА Т.Флаг ТОГДА 1 ИНАЧЕ 2 КОНЕЦ = 2", ["Бобр", "аист"]),
            ("ИСТИНА", ["Бобр", "Волк", "Аист", "аист"]),
            ("ЛОЖЬ", []),
        ]:
            given = {"Имя": "АИСТ", "Числа": Array([Decimal(2), Decimal(3)]), "Кто": self.people[1]}
            self.assertEqual(self.names(condition, **given), expected, condition)

    def test_nulls_are_neither_true_nor_false(self):
        city = "ВЫРАЗИТЬ(Т.Кто КАК Справочник.Люди).Город.Наименование"
        for condition, expected in [
            (f'{city} = "Псков"', ["Аист"]),
            (f'{city} <> "Псков"', []),
            (f'НЕ {city} = "Псков"', []),
            (f"{city} ЕСТЬ NULL", ["Бобр", "Волк", "аист"]),
            (f"{city} ЕСТЬ НЕ NULL", ["Аист"]),
            (f'{city} = "Псков" ИЛИ Т.Число = 1', ["Бобр", "Аист"]),
            (f'{city} = "Псков" И Т.Число = 1', []),
            (f'ЕСТЬNULL({city}, "нет") = "нет"', ["Бобр", "Волк", "аист"]),
        ]:
            self.assertEqual(self.names(condition), expected, condition)

    def test_fields_order_top_distinct(self):
        for text, expected in [
            ("ВЫБРАТЬ Т.Число КАК Ч ИЗ РегистрСведений.Т КАК Т УПОРЯДОЧИТЬ ПО Ч", [1, 2, 3, 5]),
            ("ВЫБРАТЬ Т.Число КАК Ч ИЗ РегистрСведений.Т КАК Т УПОРЯДОЧИТЬ ПО Т.Число УБЫВ", [5, 3, 2, 1]),
            ("ВЫБРАТЬ ПЕРВЫЕ 2 Т.Число КАК Ч ИЗ РегистрСведений.Т КАК Т УПОРЯДОЧИТЬ ПО Ч", [1, 2]),
            ("ВЫБРАТЬ Т.Число ИЗ РегистрСведений.Т КАК Т УПОРЯДОЧИТЬ ПО Т.Флаг, Т.Число УБЫВ", [5, 1, 3, 2]),
            ("ВЫБРАТЬ РАЗЛИЧНЫЕ Т.Флаг КАК Ф ИЗ РегистрСведений.Т КАК Т УПОРЯДОЧИТЬ ПО Ф", [False, True]),
            ("ВЫБРАТЬ ПЕРВЫЕ 1 ИСТИНА КАК Есть ИЗ РегистрСведений.Т КАК Т", [True]),
            ("ВЫБРАТЬ &А КАК А ИЗ РегистрСведений.Т КАК Т ГДЕ Т.Число = 1", ["а"]),
            ("ВЫБРАТЬ ПРЕДСТАВЛЕНИЕ(Т.Кто) КАК П ИЗ РегистрСведений.Т КАК Т ГДЕ Т.Число = 2", ["Псков"]),
        ]:
            self.assertEqual([row[0] for row in self.rows(text, А="а")], expected, text)

    def test_a_left_join_and_a_temporary_table(self):
        text = """ВЫБРАТЬ Л.Ссылка КАК Ссылка, Л.Наименование КАК Имя ПОМЕСТИТЬ Все ИЗ Справочник.Люди КАК Л
            ;
            ВЫБРАТЬ Все.Имя КАК Имя, Т.Число КАК Число, ЕСТЬNULL(Т.Имя, "никто") КАК Зверь
            ИЗ Все КАК Все ЛЕВОЕ СОЕДИНЕНИЕ РегистрСведений.Т КАК Т ПО Все.Ссылка = Т.Кто И Т.Число > 1
            УПОРЯДОЧИТЬ ПО Имя"""
        self.assertEqual(self.rows(text), [("Анна", NULL, "никто"), ("Пётр", 3, "Аист")])

    def test_dates(self):
        self.store.add(plain("РегистрСведений.Д", "Когда"))
        for day in (1, 2, 3):
            self.store.insert("РегистрСведений.Д", Когда=datetime.datetime(2026, 1, day))
        text = "ВЫБРАТЬ Д.Когда КАК К ИЗ РегистрСведений.Д КАК Д ГДЕ Д.Когда > ДАТАВРЕМЯ(2026, 1, 2)"
        self.assertEqual(self.rows(text), [(datetime.datetime(2026, 1, 3),)])

    def test_what_is_wrong(self):
        for text in [
            "ВЫБРАТЬ Т.Нет КАК Н ИЗ РегистрСведений.Т КАК Т",
            "ВЫБРАТЬ Х.Имя КАК Н ИЗ РегистрСведений.Т КАК Т",
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Нет КАК Т",
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ГДЕ Т.Имя = &НетПараметра",
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ГДЕ Т.Имя",
            'ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ГДЕ Т.Число > "1"',
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ГДЕ",
            "ВЫБРАТЬ Т.Флаг КАК Н, КОЛИЧЕСТВО(*) КАК К ИЗ РегистрСведений.Т КАК Т СГРУППИРОВАТЬ ПО Т.Флаг",
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ОБЪЕДИНИТЬ ВСЕ ВЫБРАТЬ Т.Имя ИЗ РегистрСведений.Т КАК Т",
            "ВЫБРАТЬ Т.Имя КАК Н ИЗ РегистрСведений.Т КАК Т ПОЛНОЕ СОЕДИНЕНИЕ Справочник.Люди КАК Л ПО ИСТИНА",
            "ВЫБРАТЬ НАЧАЛОПЕРИОДА(Т.Имя, ДЕНЬ) КАК Н ИЗ РегистрСведений.Т КАК Т",
        ]:
            with self.assertRaises((Raised, Unknown), msg=text):
                self.rows(text)
