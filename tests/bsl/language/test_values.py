"""Types, operators, conversions."""

import datetime
import unittest
from decimal import Decimal

from evaluator import NULL, UNDEFINED, Raised, Unknown

from . import run, value


class Operators(unittest.TestCase):
    def test_precedence(self):
        for expression, expected in [
            ("1 + 2 * 3", 7),
            ("(1 + 2) * 3", 9),
            ("-2 + 3", 1),
            ("- 2 * -3", 6),
            ("10 - 2 - 3", 5),
            ("100 / 10 / 2", 5),
            ("17 % 5 * 2", 4),
            ("2 + 17 % 5", 4),
            ("1 + 1 = 2", True),
            ("Не 1 = 2", True),
            ("НЕ 1 = 1 ИЛИ Истина", True),
            ("Не (1 = 1 Или Истина)", False),
            ("Истина Или Ложь И Ложь", True),
            ("(Истина Или Ложь) И Ложь", False),
            ("Не Ложь И Ложь", False),
            ("NOT FALSE AND TRUE OR FALSE", True),
            ("1 < 2 И 2 <= 2 И 3 > 2 И 3 >= 3 И 1 <> 2", True),
            ("Не Не Истина", True),
        ]:
            self.assertEqual(value(expression), expected, expression)

    def test_numbers_are_decimal(self):
        for expression, expected in [
            ("0.1 + 0.2 = 0.3", True),
            ("1 / 4", Decimal("0.25")),
            ("1 / 3", Decimal("0." + "3" * 27)),
            ("2 / 3", Decimal("0." + "6" * 26 + "7")),
            ("123456789012345678901234567890 + 1", 123456789012345678901234567891),
            ("99999999999 * 99999999999", 9999999999800000000001),
            ("-7 % 3", -1),
            ("Цел(2.9)", 2),
            ("Цел(-2.9)", -2),
            ("Окр(2.5)", 3),
            ("Окр(1.005, 2)", Decimal("1.01")),
            ("Мин(3, 1, 2)", 1),
            ("Макс(3, 1, 2)", 3),
        ]:
            self.assertEqual(value(expression), expected, expression)

    def test_division_by_nought(self):
        for expression in ["1 / 0", "1 % 0", "1 / (2 - 2)", "0 / 0"]:
            with self.assertRaisesRegex(Raised, "Деление на 0"):
                value(expression)

    def test_the_left_side_says_what_plus_does(self):
        for expression, expected in [
            ('"а" + "б"', "аб"),
            ('"а" + 5', "а5"),
            ('"а" + 1000', "а1\u00a0000"),
            ('"а" + 1234567.5', "а1\u00a0234\u00a0567,5"),
            ('"а" + -1000', "а-1\u00a0000"),
            ('"а" + Истина', "аДа"),
            ('"а" + Ложь', "аНет"),
            ('"а" + Неопределено', "а"),
            ('"а" + NULL', "а"),
            ("\"а\" + '20260301090507'", "а01.03.2026 9:05:07"),
            ('1 + "2"', 3),
            ('"2" * 3', 6),
            ("1 + Истина", 2),
        ]:
            self.assertEqual(value(expression), expected, expression)
        for expression in ['1 + "а"', "1 + Неопределено", '"а" * 2', "Неопределено - 1", "-Неопределено"]:
            with self.assertRaises((Raised, Unknown), msg=expression):
                value(expression)

    def test_types_apart_are_never_equal(self):
        for expression, expected in [
            ('1 = "1"', False),
            ("1 = Истина", False),
            ("Неопределено = NULL", False),
            ("Неопределено = Неопределено", True),
            ('"" = Неопределено', False),
            ('"А" = "а"', False),
            ("1.0 = 1", True),
            ("'20200101' = '20200101000000'", True),
            ('1 <> "1"', True),
        ]:
            self.assertEqual(value(expression), expected, expression)

    def test_order_only_within_a_type(self):
        for expression in ['1 < "2"', "Неопределено > 1", "'20200101' < 1", "Ложь < 1"]:
            with self.assertRaisesRegex(Raised, "больше-меньше"):
                value(expression)
        with self.assertRaises(Unknown):
            value('"а" < "б"')

    def test_the_right_side_is_not_looked_at(self):
        for expression, expected in [
            ("Ложь И 1 / 0 = 1", False),
            ("Истина Или 1 / 0 = 1", True),
            ("?(Истина, 1, 1 / 0)", 1),
            ("?(Ложь, 1 / 0, 2)", 2),
        ]:
            self.assertEqual(value(expression), expected, expression)

    def test_conditions(self):
        self.assertEqual(value("?(5, 1, 2)"), 1)
        self.assertEqual(value("?(0, 1, 2)"), 2)
        for condition in ['"Да"', "Неопределено", "'20200101'"]:
            with self.assertRaisesRegex(Raised, "Булево"):
                value(f"?({condition}, 1, 2)")


class Conversions(unittest.TestCase):
    def test_to_number(self):
        for text, expected in [
            ("5", 5), ("-5", -5), ("+5", 5), (" 5 ", 5), ("1 000", 1000), ("1\u00a0000,5", Decimal("1000.5")),
            ("1.5", Decimal("1.5")), ("007", 7),
        ]:  # fmt: skip
            self.assertEqual(value(f'Число("{text}")'), expected, text)
        for text in ["а", "1а", "1.2.3", "-", "0x10", "1e5", "1.", "٣"]:
            with self.assertRaisesRegex(Raised, "типу Число", msg=text):
                value(f'Число("{text}")')
        for unsure in ['""', '" "', "Неопределено"]:
            with self.assertRaises(Unknown, msg=unsure):
                value(f"Число({unsure})")

    def test_dates(self):
        for expression, expected in [
            ("Дата(2020, 1, 31) + 86400 = Дата(2020, 2, 1)", True),
            ("Дата(2020, 1, 2) - Дата(2020, 1, 1)", 86400),
            ("'20200101120000' - 3600 = Дата(2020, 1, 1, 11, 0, 0)", True),
            ("'20200101' < '20200102'", True),
            ("Год('20240229')", 2024),
            ("Месяц('20240229') * 100 + День('20240229')", 229),
            ("Час('20240229101112')", 10),
            ('Дата("20200102")', datetime.datetime(2020, 1, 2)),
            ("НачалоДня('20200102030405') = '20200102'", True),
        ]:
            self.assertEqual(value(expression), expected, expression)
        for wrong in ["Дата(2020, 2, 30)", 'Дата("вчера")', 'Дата("2020")', "Дата(2020, 13, 1)"]:
            with self.assertRaisesRegex(Raised, "типу Дата", msg=wrong):
                value(wrong)

    def test_filled(self):
        for expression, expected in [
            ('""', False), ('"  "', False), ('"а"', True), ("0", False), ("1", True), ("Неопределено", False),
            ("NULL", False), ("Ложь", True), ("'00010101'", False), ("Новый Массив", False), ("'20200101'", True),
        ]:  # fmt: skip
            self.assertEqual(value(f"ЗначениеЗаполнено({expression})"), expected, expression)

    def test_types(self):
        for expression, expected in [
            ('ТипЗнч("") = Тип("Строка")', True),
            ('ТипЗнч(1) = Тип("строка")', False),
            ('ТипЗнч(1) = Тип("Число")', True),
            ('ТипЗнч(Истина) = Тип("Булево")', True),
            ("ТипЗнч('20200101') = Тип(\"Дата\")", True),
            ('ТипЗнч(Новый Структура) = Тип("Структура")', True),
            ('ТипЗнч(Новый Соответствие) <> Тип("Структура")', True),
        ]:
            self.assertEqual(value(expression), expected, expression)

    def test_literals(self):
        self.assertIs(value("Неопределено"), UNDEFINED)
        self.assertIs(value("NULL"), NULL)
        self.assertEqual(value('"два ""слова"""'), 'два "слова"')
        self.assertEqual(value("1.50"), Decimal("1.50"))
        text = 'А = "первая\n\t|вторая ""2""\n  // не часть строки\n\t|третья // часть строки";\n\tВозврат А;'
        self.assertEqual(run(text), 'первая\nвторая "2"\nтретья // часть строки')


if __name__ == "__main__":
    unittest.main()
