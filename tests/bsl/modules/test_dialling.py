"""agi1c_Набор over a manager that answers by a script: what is sent, in which order, and what the user is told."""

import unittest
from decimal import Decimal

from evaluator import Raised
from evaluator.http import Answer
from evaluator.objects import Object, method

from .office import Office


class Connection(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.sent, self.answers = [], []
        self.office.base.constructors["httpсоединение"] = self.connect
        self.office.settings(
            "адрес = http://10.0.0.1:8088/rawman\nпользователь = 1c\nпароль = s\nканал = PJSIP/%s\nконтекст = from-internal"
        )

    def connect(self, сервер, порт=80, пользователь="", пароль="", прокси=None, время=None, защита=None):
        self.sent.append((сервер, int(порт), int(время)))
        return Scripted(self)

    def dial(self):
        self.office.call("agi1c_Набор", "Позвонить", "101", "84952293042")

    def test_login_call_logoff_with_the_sessions_cookie(self):
        ok = "Response: Success\r\nMessage: ok\r\n\r\n"
        self.answers = [
            (200, ok, {"set-cookie": 'mansession_id="abc"; Version=1'}),
            (200, ok, {}),
            (200, "Response: Goodbye\r\n", {}),
        ]
        self.dial()
        place, login, call, logoff = self.sent
        self.assertEqual(place, ("10.0.0.1", 8088, 7))
        self.assertEqual(
            [request[:2] for request in (login, call, logoff)],
            [("/rawman", None), ("/rawman", 'mansession_id="abc"'), ("/rawman", 'mansession_id="abc"')],
        )
        self.assertTrue(login[2].startswith("action=login&"))
        self.assertTrue(call[2].startswith("action=originate&channel=PJSIP%2F101&"))
        self.assertEqual(logoff[2], "action=logoff")

    def test_what_the_user_is_told(self):
        refused = "Response: Error\r\nMessage: Authentication failed\r\n\r\n"
        ok = "Response: Success\r\n\r\n"
        for answers, said in [
            ([(200, refused, {})], "Вход.*Authentication failed"),
            ([(403, "", {})], "403"),
            ([(404, "<html>", {})], "404.*AMI"),
            ([(200, "<html>", {})], "Вход"),
            ([(200, ok, {})], "mansession_id"),
            (
                [
                    (200, ok, {"Set-Cookie": "mansession_id=1"}),
                    (200, "Response: Error\r\nMessage: Permission denied\r\n", {}),
                ],
                "Звонок.*Permission denied",
            ),
        ]:
            self.sent, self.answers = [], answers
            with self.assertRaisesRegex(Raised, said):
                self.dial()

    def test_nothing_is_sent_where_something_is_missing_or_bad(self):
        for text, said in [
            ("", "не настроен"),
            ("адрес = http://10.0.0.1/rawman\nпользователь = 1c\nпароль = s\nканал = PJSIP/%s", "не настроен"),
        ]:
            self.office.settings(text)
            with self.assertRaisesRegex(Raised, said):
                self.dial()
        self.assertEqual(self.sent, [])


class Scripted(Object):
    type_name = "HTTPСоединение"

    def __init__(self, test):
        super().__init__()
        self.test = test

    @method
    def ОтправитьДляОбработки(self, запрос):
        headers = {pair.get("Ключ"): pair.get("Значение") for pair in запрос.get("Заголовки").each()}
        self.test.sent.append((запрос.get("АдресРесурса"), headers.get("Cookie"), запрос.body.decode()))
        status, text, headers = self.test.answers.pop(0)
        return Answer(Decimal(status), headers.items(), text.encode())
