"""Numbers: the table that src/number is held to as well, and what only the 1C side does with them."""

import pathlib
import re
import unittest

from .office import Office

TABLE = pathlib.Path(__file__).parents[2] / "fixtures" / "numbers.tsv"


def cases():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            what, area, text, expected = line.split("\t")
            text = re.sub(r"\\u(....)", lambda found: chr(int(found[1], 16)), text.replace("<>", ""))
            yield what, area.strip("-"), text, [word for word in expected.split() if word != "none"]


class Numbers(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def in_text(self, text, area=""):
        found = self.office.call("agi1c_НомераВТексте", "НомераИзТекста", text, area)
        for pair in found.each():
            self.assertEqual(pair.get("Ключ"), pair.get("Значение")[-10:])
        return [pair.get("Значение") for pair in found.each()]

    def test_the_table_shared_with_the_pbx(self):
        counted = 0
        for what, area, text, expected in cases():
            counted += 1
            if what == "one":
                found = self.office.call("agi1c_Номера", "НомерE164", text, area)
                self.assertEqual([found] if found else [], expected, text)
                key = self.office.call("agi1c_Номера", "Ключ", text, area)
                self.assertEqual(key, expected[0][-10:] if expected else "", text)
                shown = self.office.call("agi1c_Номера", "МеждународныйНомер", text, area)
                self.assertEqual(shown, "+" + expected[0] if expected else "", text)
            else:
                found = [number[1:] for number in self.in_text(text, area)]
                self.assertEqual(sorted(found), sorted(expected), text)
        self.assertGreaterEqual(counted, 100)

    def test_a_single_number_is_found_in_a_text_of_it(self):
        for what, area, text, expected in cases():
            if what == "one" and expected and not re.search(r"[xвд]|[, #]\d+$", text):
                self.assertEqual(self.in_text(text, area), ["+" + expected[0]], text)

    def test_never_more_than_fifteen_digits_and_never_made_up(self):
        for _, area, text, _ in cases():
            digits = re.sub(r"\D", "", text, flags=re.ASCII)
            for number in self.in_text(text, area):
                self.assertRegex(number, r"^\+\d{7,15}$")
                self.assertIn(number[-6:], digits, text)

    def test_the_librarys_own_field_is_used_where_it_is_filled(self):
        for field, shown, expected in [
            ("74952293042", "+7 (495) 229-30-42", ["+74952293042"]),
            ("74952293042", "звонить Ивану", ["+74952293042"]),
            ("4952293042", "+7 (495) 229-30-42, доб. 12", ["+74952293042"]),
            ("2293042", "229-30-42", []),
            ("", "8 495 229-30-42", ["+74952293042"]),
            ("380441234567", "+380 44 123-45-67", ["+380441234567"]),
            ("84952293042", "8 495 229-30-42; 8 926 111-22-33", ["+74952293042", "+79261112233"]),
            ("8495229304289261112233", "8 495 229-30-42; 8 926 111-22-33", ["+74952293042", "+79261112233"]),
        ]:
            found = self.office.call("agi1c_НомераВТексте", "НомераСтроки", field, shown)
            self.assertEqual(sorted(pair.get("Значение") for pair in found.each()), expected, (field, shown))

    def test_an_extension_is_the_first_phone_of_two_to_five_digits(self):
        from evaluator.collections import Array

        for phones, expected in [
            (["101"], "101"),
            (["8 495 229-30-42", "101"], "101"),
            (["1", "10", "102"], "10"),
            (["доб. 205"], "205"),
            (["12345", "101"], "12345"),
            (["123456"], ""),
            ([], ""),
        ]:
            self.assertEqual(self.office.call("agi1c_Номера", "ВнутреннийНомер", Array(phones)), expected, phones)

    def test_a_name_of_several(self):
        from evaluator.collections import Array

        for names, expected in [
            ([], ""),
            (["Ромашка"], "Ромашка"),
            (["Ромашка", "Ромашка"], "Ромашка"),
            (["Ромашка", "РОМАШКА"], "Ромашка"),
            (["Ромашка", "Лютик"], "Ромашка (+1)"),
            (["Ромашка", "Лютик", "Мак"], "Ромашка (+2)"),
            ([f"Клиент {at}" for at in range(1234)], "Клиент 0 (+1233)"),
        ]:
            self.assertEqual(self.office.call("agi1c_Номера", "ИмяИзНескольких", Array(names)), expected)
