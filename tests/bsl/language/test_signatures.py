"""Names and parameters of the evaluator's platform against a description of the real one that nobody here wrote.

onec-hbk-bsl brings it along (tests/setup/bsl.sh). The evaluator may know less than the platform and want more arguments;
it may not take what the platform does not take.
"""

import inspect
import json
import os
import pathlib
import unittest

import package
from base import Base
from evaluator import collections, http, json_text, platform
from evaluator.syntax import children, chosen, parse, text_of

CACHE = pathlib.Path(os.environ.get("AGI1C_CACHE") or pathlib.Path.home() / ".cache/agi1c")
DESCRIPTIONS = "trixie-amd64/opt/bsl/lib/python3*/site-packages/onec_hbk_bsl/data/platform_api"
# One of several forms is described, or one parameter for any number of them.
OTHER_FORMS = {"дата", "мин", "макс"}
CLASSES = {
    "массив": collections.Array,
    "соответствие": collections.Map,
    "структура": collections.Structure,
    "фиксированныймассив": collections.FixedArray,
    "фиксированноесоответствие": collections.FixedMap,
    "записьjson": json_text.Writer,
    "чтениеjson": json_text.Reader,
    "httpсоединение": http.Connection,
    "httpзапрос": http.Request,
    "httpответ": http.Answer,
    "уникальныйидентификатор": platform.Uuid,
}


def described(name):
    folders = list(CACHE.glob(DESCRIPTIONS))
    if not folders:
        raise FileNotFoundError(f"no description of the platform in {CACHE}: tests/setup/bsl.sh installs it")
    return json.loads((folders[0] / f"{name}.json").read_text(encoding="utf-8"))


def theirs(signature):
    """`Сред(Строка: Строка, Число?: Число): Строка` → how many arguments must be, and may be."""
    inside = signature[signature.index("(") + 1 : signature.rindex(")")]
    parameters = [part for part in inside.split(", ") if part]
    optional = [at for at, part in enumerate(parameters) if "?" in part.split(":")[0]]
    # One that must be given behind one that may be left out is not counted.
    return optional[0] if optional else len(parameters), len(parameters)


def ours(function, is_method):
    parameters = list(inspect.signature(function).parameters.values())[1 if is_method else 0 :]
    variadic = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    required = sum(
        parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
        for parameter in parameters
    )
    return required, None if variadic else len(parameters)


class Signatures(unittest.TestCase):
    def compare(self, name, signature, function, is_method):
        (must, may), (required, most) = theirs(signature), ours(function, is_method)
        self.assertGreaterEqual(required, must, signature)
        if most is not None:
            self.assertLessEqual(most, may, signature)

    def test_functions(self):
        known = {each["name"].lower(): each for each in described("_globals") if each["kind"] == "function"}
        functions = Base().functions
        self.assertGreaterEqual(len(functions), 70)
        for name, function in functions.items():
            self.assertIn(name, known)
            if name not in OTHER_FORMS:
                self.compare(name, known[name]["signature"], function, False)

    def test_methods(self):
        for name, ours_of_it in CLASSES.items():
            known = {each["name"].lower(): each for each in described(name).get("methods", [])}
            for method, function in ours_of_it.methods.items():
                self.assertIn(method, known, name)
                self.compare(f"{name}.{method}", known[method]["signature"], function, True)

    def test_no_procedure_of_ours_has_the_name_of_a_function_of_the_platform(self):
        known = {each["name"].lower() for each in described("_globals") if each["kind"] == "function"}
        paths = sorted(package.PACKAGE.rglob("*.bsl"))
        self.assertGreaterEqual(len(paths), 20)
        for path in paths:
            for node in chosen(children(parse(package.text(path))), package.SERVER):
                if node.type.endswith("_definition") and node.type != "var_definition":
                    name = text_of(node.child_by_field_name("name"))
                    self.assertFalse(name.lower() in known, f"{path}: {name}")

    def test_what_a_signature_says(self):
        for signature, expected in [
            ("А()", (0, 0)),
            ("А(Б: В)", (1, 1)),
            ("А(Б: В, Г?: Д): Е", (1, 2)),
            ("А(Б?: В | Г)", (0, 1)),
        ]:
            self.assertEqual(theirs(signature), expected)
