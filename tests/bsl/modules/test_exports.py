"""A module exports what somebody outside it calls, and nothing else: the rest may be changed without looking round."""

import re
import unittest

import callgraph
import package

# What the standard library calls by a name of its own, in the module that server-notifications.bsl names.
BY_THE_LIBRARY = {("agi1c_клиент", "приполучениисерверногооповещения")}
# Handlers that code names in a text: the platform calls them, and only if they are exported.
_HANDLERS = re.compile(r'(?:ОписаниеОповещения|ПодключитьОбработчикОжидания)\("(\w+)"(?:, (agi1c_\w+))?')


def needless(modules, neighbours=(), roots=()):
    """Exported procedures of `modules`, as `Module.Procedure`, that no other module, handler or root calls."""
    graph = callgraph.graph(modules)
    everything = [*graph.values(), *callgraph.graph(neighbours).values()]
    called = {(module.lower(), name.lower()) for module, name in roots}
    for procedure in everything:
        for owner, name, _, _ in procedure.calls:
            if owner is not None and owner.lower() != procedure.module.lower():
                called.add((owner.lower(), name.lower()))
    for _, text, _ in modules:
        for name, owner in _HANDLERS.findall(text):
            owners = [owner] if owner else [module for module, _, common in modules if not common]
            called |= {(module.lower(), name.lower()) for module in owners}
    return [f"{each.module}.{each.name}" for place, each in graph.items() if each.exported and place not in called]


class Rule(unittest.TestCase):
    def test_who_counts_as_a_caller(self):
        own = "Функция Ф() Экспорт Возврат 1; КонецФункции Функция Г() Экспорт Возврат {} ; КонецФункции"
        for call, expected in [
            ("1", ["М1.Ф"]),
            # Its own module does not need the word, called with or without the module's name.
            ("Ф()", ["М1.Ф"]),
            ("М1.Ф()", ["М1.Ф"]),
            ("\"Ф\"", ["М1.Ф"]),
        ]:
            found = needless([("М1", own.format(call), True)], roots=[("М1", "Г")])
            self.assertEqual(found, expected, call)
        for text in [
            "Процедура П() А = М1.Ф() + М1.Г(); КонецПроцедуры",
            "Процедура П() Если М1.Ф() Тогда м1.г(); КонецЕсли; КонецПроцедуры",
        ]:
            self.assertEqual(needless([("М1", own.format("1"), True)], [("М2", text, True)]), [], text)
        # A procedure of the same name in another module is another one.
        text = "Процедура П() А = М3.Ф() + М1.Г(); КонецПроцедуры"
        self.assertEqual(needless([("М1", own.format("1"), True)], [("М2", text, True)]), ["М1.Ф"])

    def test_a_handler_named_in_a_text(self):
        text = "Процедура Вопрос() А = Новый ОписаниеОповещения({}); КонецПроцедуры Процедура Ответ(А, Б) Экспорт КонецПроцедуры"
        for arguments, expected in [
            ('"Ответ", agi1c_М', []),
            ('"Другой", agi1c_М', ["agi1c_М.Ответ"]),
            ('"Ответ", agi1c_Н', ["agi1c_М.Ответ"]),
        ]:
            self.assertEqual(needless([("agi1c_М", text.format(arguments), True)]), expected, arguments)


class Modules(unittest.TestCase):
    def test_the_extension(self):
        modules = [(name, package.text(path), common) for name, path, common, _ in package.modules()]
        others = sorted((package.PACKAGE / "modules").glob("*.bsl"))
        neighbours = [(path.name, package.text(path), True) for path in others]
        roots = package.called_by_the_platform() | BY_THE_LIBRARY
        exported = [each for each in callgraph.graph(modules).values() if each.exported]
        self.assertGreaterEqual(len(exported), 50)
        self.assertEqual(needless(modules, neighbours, roots), [])
        for module, name in BY_THE_LIBRARY:
            self.assertIn((module, name), {(each.module.lower(), each.name.lower()) for each in exported})
