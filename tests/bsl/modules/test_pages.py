"""The settings that the pages about calls from 1C name: the extension takes them, and its request says what they mean."""

import unittest
from urllib.parse import parse_qs

import package

PAGES = ("call.ru.md", "call.md")
# What each PBX of the page is asked for, in the page's order: the channel that rings, the context, the variables.
EXPECTED = [
    ("Local/101@internal-originate", "all_peers", "pt1c_cid=84952293042"),
    ("Local/101@from-internal", "from-internal", None),
    ("PJSIP/101", "internal", None),
]


def settings(page):
    """The blocks of settings on a page, as an administrator pastes them."""
    blocks = package.text(package.PACKAGE / page).split("```\n")
    lines = ([line.strip() for line in block.splitlines()] for block in blocks)
    return ["\n".join(block) for block in lines if block and block[0].startswith("адрес = ")]


class Pages(unittest.TestCase):
    def setUp(self):
        program = package.load()
        self.read = program.own["agi1c_Настройки"]
        self.requests = program.own["agi1c_ЗапросыАТС"]

    def test_their_settings_are_understood(self):
        for page in PAGES:
            found = settings(page)
            self.assertEqual(len(found), len(EXPECTED), page)
            for text, (channel, context, variable) in zip(found, EXPECTED):
                read = self.read.call("Разобрать", text)
                body = parse_qs(self.requests.call("ТелоЗвонка", read, "101", "+7 495 229-30-42"))
                self.assertEqual(body["channel"], [channel], page)
                self.assertEqual(body["context"], [context], page)
                self.assertEqual(body.get("variable"), variable and [variable], page)
                self.assertEqual(body["exten"], ["84952293042"], page)

    def test_the_template_of_the_settings_changes_nothing(self):
        template = self.read.call("Разобрать", self.read.call("Образец"))
        self.assertEqual(template.fields, self.read.call("Разобрать", "").fields)
