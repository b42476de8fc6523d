"""Every module loads: it parses, every name in it is somewhere, every call fits, and every query parses."""

import re
import unittest

import package
from evaluator.syntax import parse, query_complaints, strings

_QUERY = re.compile(r"\s*ВЫБРАТЬ\b")


def all_modules():
    yield from ((name, path) for name, path, _, _ in package.modules())
    yield from ((path.name, path) for path in sorted((package.PACKAGE / "modules").glob("*.bsl")))


class Loading(unittest.TestCase):
    def test_the_extension(self):
        program = package.load()
        self.assertGreaterEqual(len(program.own), 8)
        for module in program.own.values():
            module.compile()

    def test_the_modules_for_other_configurations(self):
        for path in sorted((package.PACKAGE / "modules").glob("*.bsl")):
            for module in package.load_one(path.name).own.values():
                module.compile()

    def test_every_query_parses(self):
        queries = [
            (name, text)
            for name, path in all_modules()
            for text in strings(parse(package.text(path)))
            if _QUERY.match(text)
        ]
        self.assertGreaterEqual(len(queries), 13)
        for name, text in queries:
            self.assertEqual(query_complaints(text), [], f"{name}:\n{text}")

    def test_a_broken_query_does_not_parse(self):
        for text in [
            "ВЫБРАТЬ",
            "ВЫБРАТЬ А.Б КАК Б ИЗ",
            "ВЫБРАТЬ А.Б КАК Б ИЗ Т КАК А ГДЕ",
            "ВЫБРАТЬ А.Б, ИЗ Т КАК А",
            "ВЫБРАТЬ А.Б ИЗ Т КАК А УПОРЯДОЧИТЬ А.Б",
            "ВЫБРАТЬ А.Б ИЗ Т КАК А ГДЕ А.Б = ",
            "ВЫБРАТЬ (А.Б ИЗ Т КАК А",
        ]:
            self.assertNotEqual(query_complaints(text), [], text)
