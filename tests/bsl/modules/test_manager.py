"""The texts that go to Asterisk's manager, and what is made of its answers; sent to a real one by tests/all/real."""

import unittest
import urllib.parse

from evaluator import Raised
from evaluator.collections import Structure

from .office import Office


def settings(channel="PJSIP/%s", context="from-internal", variables="", prefix=""):
    return Structure([("Канал", channel), ("Контекст", context), ("Переменные", variables), ("Префикс", prefix)])


class Requests(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def call(self, name, *arguments):
        return self.office.call("agi1c_ЗапросыАТС", name, *arguments)

    def form(self, name, *arguments):
        body = self.call(name, *arguments)
        self.assertRegex(body, r"^[A-Za-z0-9&=%._~-]+$")
        return dict(urllib.parse.parse_qsl(body, keep_blank_values=True, strict_parsing=True))

    def test_a_login(self):
        for user, password in [
            ("agi1c", "secret"),
            ("Иван", "п а&р=о%л+ь"),
            ("a", "\"\\'<>;#?/"),
            ("€", "ё" * 50),
            ("a", " "),
        ]:
            form = self.form("ТелоВхода", user, password)
            self.assertEqual(form, {"action": "login", "username": user, "secret": password, "events": "off"})

    def test_a_call(self):
        form = self.form("ТелоЗвонка", settings(), "101", "+7 (495) 229-30-42")
        self.assertEqual(
            form,
            {
                "action": "originate",
                "channel": "PJSIP/101",
                "context": "from-internal",
                "exten": "84952293042",
                "priority": "1",
                "callerid": "101",
                "timeout": "30000",
                "async": "true",
            },
        )

    def test_variables_prefix_and_area_code(self):
        form = self.form("ТелоЗвонка", settings("Local/%s@x/n", "ctx", "A=%s,B=%n", "9"), "205", "229-30-42", "495")
        self.assertEqual(
            (form["channel"], form["exten"], form["variable"]),
            ("Local/205@x/n", "984952293042", "A=205,B=984952293042"),
        )

    def test_how_a_number_is_dialled(self):
        for number, dialled in [
            ("+74952293042", "84952293042"),
            ("9261112233", "89261112233"),
            ("+380441234567", "810380441234567"),
            ("14155552671", "81014155552671"),
            ("8 800 555-35-35", "88005553535"),
            ("84952293042 доб. 12", "84952293042"),
        ]:
            self.assertEqual(self.call("НомерДляНабора", number), dialled, number)
        for wrong in [
            "",
            "101",
            "Иван",
            "229-30-42",
            "1" * 16,
            "84952293042 89261112233",
            "84952293042\n89261112233",
            "8495\t2293042",
            "84952293042\r\nAction: DBPut",
        ]:
            with self.assertRaisesRegex(Raised, "не номер телефона", msg=wrong):
                self.call("НомерДляНабора", wrong)

    def test_line_ends_and_control_characters_are_refused_in_every_value(self):
        for sign in ["\n", "\r", "\r\n", "\t", "\0", "\x7f", "\x1b"]:
            bad = f"a{sign}Action: DBPut"
            for attempt in [
                lambda: self.call("ТелоВхода", bad, "x"),
                lambda: self.call("ТелоВхода", "x", bad),
                lambda: self.call("ТелоЗвонка", settings(channel=f"PJSIP/%s{sign}Action: x"), "101", "84952293042"),
                lambda: self.call("ТелоЗвонка", settings(context=bad), "101", "84952293042"),
                lambda: self.call("ТелоЗвонка", settings(variables=bad), "101", "84952293042"),
            ]:
                with self.assertRaisesRegex(Raised, "управляющий знак"):
                    attempt()

    def test_an_extension_is_digits(self):
        for wrong in ["", "1 01", "101\n", "101&x", "101@evil", "sip", "+101", "١٠١"]:
            with self.assertRaisesRegex(Raised, "только цифры", msg=wrong):
                self.call("ТелоЗвонка", settings(), wrong, "84952293042")

    def test_an_address(self):
        for address, expected in [
            ("http://192.168.1.2:8088/asterisk/rawman", (False, "192.168.1.2", 8088, "/asterisk/rawman")),
            ("http://pbx/rawman", (False, "pbx", 80, "/rawman")),
            ("HTTP://pbx", (False, "pbx", 80, "/rawman")),
            ("https://pbx.example/x", (True, "pbx.example", 443, "/x")),
            (" https://pbx.example:8089/rawman ", (True, "pbx.example", 8089, "/rawman")),
        ]:
            parts = self.call("РазобратьАдрес", address)
            self.assertEqual(
                tuple(parts.get(name) for name in ("Защищено", "Сервер", "Порт", "Путь")), expected, address
            )
        for wrong in [
            "",
            "pbx:8088/rawman",
            "ftp://pbx/",
            "http://",
            "http:///rawman",
            "http://a:b@pbx/",
            "http://pbx:порт/",
            "http://pbx:/",
            "http://pbx:123456/",
        ]:
            with self.assertRaisesRegex(Raised, "адрес", msg=wrong):
                self.call("РазобратьАдрес", wrong)

    def test_a_cookie(self):
        for header in [
            'mansession_id="1a2b3c4d"; Version=1; Max-Age=60',
            'x=1, mansession_id="1a2b3c4d"',
            'mansession_id="1a2b3c4d"',
        ]:
            self.assertEqual(self.call("КукиСеанса", header), 'mansession_id="1a2b3c4d"', header)
        for header in ["", "session=1", "MANSESSION"]:
            with self.assertRaisesRegex(Raised, "mansession_id", msg=header):
                self.call("КукиСеанса", header)

    def test_an_answer(self):
        for text, expected in [
            ("Response: Success\r\nMessage: Authentication accepted\r\n\r\n", (True, "Authentication accepted")),
            ("Response: Error\r\nMessage: Authentication failed\r\n\r\n", (False, "Authentication failed")),
            ("Response: Error\r\nMessage: Permission denied\r\n\r\n", (False, "Permission denied")),
            ("response: success\nmessage:x\n", (True, "x")),
            ("Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n", (True, "Thanks for all the fish.")),
            ("<html>Not found</html>", (False, "")),
            ("", (False, "")),
        ]:
            answer = self.call("РазобратьОтвет", text)
            self.assertEqual((answer.get("Успех"), answer.get("Сообщение")), expected, text)


class Settings(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def parsed(self, text):
        return self.office.call("agi1c_Настройки", "Разобрать", text)

    def test_what_is_written(self):
        text = "; заметка\nгород = 495\n\n Адрес=http://pbx:8088/rawman \nПОЛЬЗОВАТЕЛЬ = 1c\nпароль = a=b;c\nканал = PJSIP/%s\nконтекст = x\nпеременные = A=1\nпрефикс = 9\nоповещения = Да"
        found = self.parsed(text)
        self.assertEqual(
            [
                found.get(name)
                for name in (
                    "Город",
                    "Адрес",
                    "Пользователь",
                    "Пароль",
                    "Канал",
                    "Контекст",
                    "Переменные",
                    "Префикс",
                    "Оповещения",
                )
            ],
            ["495", "http://pbx:8088/rawman", "1c", "a=b;c", "PJSIP/%s", "x", "A=1", "9", True],
        )
        self.assertEqual(self.parsed("").get("Город"), "")
        self.assertIs(self.parsed("").get("Оповещения"), False)

    def test_what_is_wrong_is_named(self):
        for text, said in [
            ("город = Москва", "город"),
            ("город = 49", "город"),
            ("\nгород = 495\nчто = 1", "Строка 3"),
            ("просто слова", "Строка 1"),
            ("= 5", "Строка 1"),
            ("префикс = 9w", "префикс"),
            ("адрес = pbx", "адрес"),
            ("канал = PJSIP/101", "канал"),
            ("оповещения = может быть", "оповещения"),
            ("оповещения = да;нет", "оповещения"),
        ]:
            with self.assertRaisesRegex(Raised, said, msg=text):
                self.parsed(text)

    def test_the_password_is_hidden_and_kept(self):
        secret = "город = 495\nпароль = очень секретно\nканал = PJSIP/%s"
        self.office.settings(secret)
        shown = self.office.call("agi1c_Настройки", "Текст")
        self.assertEqual(shown, "город = 495\nпароль = ********\nканал = PJSIP/%s")
        self.office.call("agi1c_Настройки", "Сохранить", shown.replace("495", "812"))
        self.assertEqual(self.office.base.constants["agi1c_параметры"], secret.replace("495", "812"))
        self.office.call("agi1c_Настройки", "Сохранить", shown.replace("********", "новый"))
        self.assertIn("пароль = новый", self.office.base.constants["agi1c_параметры"])
        before = self.office.base.constants["agi1c_параметры"]
        with self.assertRaises(Raised):
            self.office.call("agi1c_Настройки", "Сохранить", "город = Москва")
        self.assertEqual(self.office.base.constants["agi1c_параметры"], before)

    def test_the_sample_of_empty_settings_is_valid(self):
        sample = self.office.call("agi1c_Настройки", "Текст")
        self.assertIn("город", sample)
        self.assertEqual(self.parsed(sample).get("Город"), "")
