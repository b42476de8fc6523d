"""What a PBX is answered: JSON and lines of text that no client's name can break, cursors, pages."""

import json
import unittest

from evaluator import UNDEFINED, Raised
from evaluator.collections import Array, Structure

from .office import Office

HOSTILE = [
    'ООО "Ромашка"',
    "a\\b",
    "Иван\nreject: hangup",
    "Иван\r\nset: X=1",
    "таб\tи \u2028 и \u2029 и \u007f и \u0085",
    '","dial":"9',
    "\\",
    '\\"',
    "😀 смайл",
    "\u0000",
    " края ",
    "</return>]]>&<>",
]


def client(name, extension=""):
    return Structure([("Имя", name), ("Добавочный", extension)])


class Answers(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def call(self, name, *arguments):
        return self.office.call("agi1c_Ответы", name, *arguments)

    def test_json_of_a_client(self):
        for name in ["Ромашка", *HOSTILE]:
            for extension in ["", "101", '1"01', "1\n01"]:
                answer = json.loads(self.call("ОтветJSON", client(name, extension)))
                self.assertNotRegex(answer["name"], r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", name)
                self.assertEqual(set(answer), {"name", "dial"} if extension else {"name"})
                squeezed = "".join(answer["name"].split())
                self.assertEqual(squeezed, "".join(letter for letter in name if letter.isprintable() and letter != " "))

    def test_json_of_nobody(self):
        self.assertEqual(json.loads(self.call("ОтветJSON", None)), {"name": ""})

    def test_text_of_a_client_has_one_line_for_the_name(self):
        for name in ["Ромашка", *HOSTILE]:
            lines = self.call("ОтветТекстом", client(name, "101")).split("\n")
            self.assertEqual(lines[1:], ["dial: 101"], name)
        self.assertEqual(self.call("ОтветТекстом", client("Ромашка")), "Ромашка")
        self.assertEqual(self.call("ОтветТекстом", None), "")

    def test_how_many_a_page_holds(self):
        for asked, given in [
            ("1", 1),
            ("100", 100),
            (" 7 ", 7),
            ("0", 1),
            ("1001", 1000),
            ("999999999", 1000),
            ("007", 7),
        ]:
            self.assertEqual(self.call("КоличествоНаСтранице", asked), given, asked)
        for wrong in ["", "много", "-1", "1.5", "1e3", "9999999999", "١", "1 0"]:
            with self.assertRaisesRegex(Raised, "нужно целое", msg=wrong):
                self.call("КоличествоНаСтранице", wrong)

    def test_a_cursor_comes_back_as_it_went(self):
        for change, key in [(0, ""), (1, "4952293042"), (217123456, "9261112233"), (1000, "0000000000")]:
            place = Structure([("Изменение", _number(change)), ("Ключ", key)])
            cursor = self.call("Курсор", place)
            self.assertRegex(cursor, r"^\d+-\d*$")
            back = self.call("РазобратьКурсор", cursor, _number(10**9))
            self.assertEqual((back.get("Изменение"), back.get("Ключ")), (change, key))
        self.assertIs(self.call("Курсор", Structure([("Изменение", _number(-1)), ("Ключ", "")])), UNDEFINED)
        start = self.call("РазобратьКурсор", "", _number(5))
        self.assertEqual((start.get("Изменение"), start.get("Ключ")), (-1, ""))

    def test_a_cursor_that_nobody_gave_out_is_refused(self):
        for cursor in [
            "x",
            "-",
            "1",
            "-1",
            "1-a",
            "6-4952293042",
            "1-49522930421",
            "1 -1",
            "1000000000000-1",
            "1--1",
            "'",
            "1-1;",
        ]:
            with self.assertRaisesRegex(Raised, "начните с пустого", msg=cursor):
                self.call("РазобратьКурсор", cursor, _number(5))

    def test_a_page(self):
        def record(number, name, deleted=False):
            return Structure([("Номер", number), ("Имя", name), ("Удален", deleted)])

        for records, expected in [
            ([], []),
            ([record("+71", "А")], [{"number": "+71", "name": "А"}]),
            ([record("+71", "А", True)], [{"number": "+71", "deleted": True}]),
            ([record("+71", "А"), record("+71", "Б")], [{"number": "+71", "name": "А (+1)"}]),
            ([record("+71", "А", True), record("+71", "Б")], [{"number": "+71", "name": "Б"}]),
            (
                [record("+71", "А"), record("+72", "Б")],
                [{"number": "+71", "name": "А"}, {"number": "+72", "name": "Б"}],
            ),
            (
                [record("+71", 'А"'), record("+72", "Б", True)],
                [{"number": "+71", "name": 'А"'}, {"number": "+72", "deleted": True}],
            ),
        ]:
            page = json.loads(self.call("Страница", Array(records), "5-1", True))
            self.assertEqual(page, {"contacts": expected, "next": "5-1", "more": True})
        last = json.loads(self.call("Страница", Array([]), None, False))
        self.assertEqual(last, {"contacts": [], "next": None, "more": False})


def _number(value):
    from decimal import Decimal

    return Decimal(value)
