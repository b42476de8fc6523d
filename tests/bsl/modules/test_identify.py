"""A call: the HTTP service and the web service from the question to the answer, over a filled register."""

import json
import unittest

from evaluator import Raised
from evaluator.http import ServiceRequest

from .office import Office


class Identify(unittest.TestCase):
    def setUp(self):
        self.office = office = Office()
        self.anna = office.user("Анна", "8 495 111-22-33", "101")
        self.boris = office.user("Борис", "доб. 205")
        self.daisy = office.add(
            "Партнеры", "Ромашка", "8 495 229-30-42 доб. 12, 8 926 111-22-33", ОсновнойМенеджер=self.anna
        )
        office.add("Контрагенты", 'ООО "Ромашка"', "+7 (495) 229-30-42", Партнер=self.daisy)
        office.add("КонтактныеЛицаПартнеров", "Пётр Иванов", "89031234567", Владелец=self.daisy)
        office.add("Партнеры", "Лютик", "+7 926 111-22-33", ОсновнойМенеджер=self.boris)
        office.add("Партнеры", "Американец", "+1 415 555 26 71", ОсновнойМенеджер=self.boris)
        office.add("Партнеры", "Без менеджера", "8 800 555-35-35")
        office.fill()

    def get(self, number, **rest):
        request = ServiceRequest({"number": number, **rest}.items())
        answer = self.office.call("agi1c_HTTP", "identifyGET", request)
        self.assertEqual(answer.get("Заголовки").item("Content-Type"), "application/json; charset=utf-8")
        return int(answer.get("КодСостояния")), json.loads(answer.body)

    def soap(self, number):
        return json.loads(self.office.call("agi1c_MIKO_identify_number", "identify", number))

    def test_who_is_calling(self):
        for number, expected in [
            ("74952293042", {"name": "Ромашка (+1)", "dial": "101"}),
            ("84952293042", {"name": "Ромашка (+1)", "dial": "101"}),
            ("4952293042", {"name": "Ромашка (+1)", "dial": "101"}),
            ("+7 (495) 229-30-42", {"name": "Ромашка (+1)", "dial": "101"}),
            ("9261112233", {"name": "Лютик (+1)", "dial": "205"}),
            ("79031234567", {"name": "Пётр Иванов (Ромашка)", "dial": "101"}),
            ("14155552671", {"name": "Американец", "dial": "205"}),
            ("88005553535", {"name": "Без менеджера"}),
        ]:
            self.assertEqual(self.get(number), (200, expected), number)
            self.assertEqual(self.soap(number), expected, number)

    def test_nobody(self):
        for number in [
            "74950000000",
            "74155552671",
            "2293042",
            "101",
            "anonymous",
            "+",
            "4952293042495229304249522930",
            "1" * 300,
        ]:
            self.assertEqual(self.get(number), (200, {"name": ""}), number)
            self.assertEqual(self.soap(number), {"name": ""}, number)

    def test_without_a_number_it_is_the_pbxs_mistake(self):
        for request in [
            ServiceRequest(),
            ServiceRequest({"number": ""}.items()),
            ServiceRequest({"number": "  "}.items()),
            ServiceRequest({"Number": "74952293042"}.items()),
        ]:
            answer = self.office.call("agi1c_HTTP", "identifyGET", request)
            self.assertEqual(int(answer.get("КодСостояния")), 400)
            self.assertIn("error", json.loads(answer.body))

    def test_a_search_that_fails_is_no_empty_answer(self):
        self.office.base.failing = lambda what: what == "a query"
        for ask in [lambda: self.get("74952293042"), lambda: self.soap("74952293042")]:
            with self.assertRaisesRegex(Raised, "Ошибка СУБД"):
                ask()

    def test_the_area_code_of_the_office(self):
        self.office.settings("город = 495")
        self.assertEqual(self.get("2293042")[1]["name"], "Ромашка (+1)")
        self.assertEqual(self.get("229-30-42")[1]["dial"], "101")

    def test_broken_settings_do_not_break_calls(self):
        self.office.settings("город = Москва")
        self.assertEqual(self.get("74952293042")[1]["dial"], "101")
        self.assertEqual(
            [(event, level) for event, level, _ in self.office.base.journal if "Настройка" in event][0][1], "Ошибка"
        )

    def test_a_manager_who_moved_is_rung_at_the_new_phone_at_once(self):
        self.office.phones(self.anna, "117")
        self.assertEqual(self.get("74952293042")[1]["dial"], "117")
        self.office.phones(self.anna)
        self.assertNotIn("dial", self.get("74952293042")[1])

    def test_a_register_filled_by_the_first_version_still_rings(self):
        for row in self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов"):
            row["менеджер"] = "109" if row["менеджер"] else ""
        self.assertEqual(self.get("74952293042")[1]["dial"], "109")


class Noted(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.anna = self.office.user("Анна", "101")
        self.office.add("Партнеры", "Ромашка", "84952293042", ОсновнойМенеджер=self.anna)
        self.office.fill()
        self.calls = self.office.store.rows("РегистрСведений.agi1c_Звонки")

    def call(self, number="74952293042", did="78121234567", identity="1400000000.1"):
        return self.office.call("agi1c_MIKO_identify_number", "call", number, did, identity)

    def test_a_known_caller(self):
        self.assertEqual(json.loads(self.call()), {"name": "Ромашка", "dial": "101"})
        (noted,) = self.calls
        self.assertEqual(
            (noted["звонок"], noted["номер"], noted["кому"]), ("1400000000.1", "74952293042", "78121234567")
        )
        self.assertEqual(noted["имя"], "Ромашка")

    def test_an_unknown_caller_is_noted_too(self):
        self.assertEqual(json.loads(self.call("79990000000")), {"name": ""})
        self.assertEqual(
            (self.calls[0]["номер"], self.calls[0]["имя"], self.calls[0]["идентификатор"]), ("79990000000", "", "")
        )

    def test_by_the_http_service(self):
        request = ServiceRequest({"number": "74952293042", "did": "1", "callid": "7.7"}.items())
        self.office.call("agi1c_HTTP", "identifyGET", request)
        self.assertEqual(self.calls[0]["звонок"], "7.7")

    def test_without_a_calls_name_nothing_is_noted(self):
        for identity in ["", "  "]:
            self.call(identity=identity)
        self.office.call("agi1c_HTTP", "identifyGET", ServiceRequest({"number": "74952293042"}.items()))
        self.assertEqual(self.calls, [])

    def test_the_same_call_twice_is_one_record(self):
        self.call()
        self.call()
        self.assertEqual(len(self.calls), 1)

    def test_texts_that_are_too_long_are_cut_to_their_fields(self):
        self.call("8" * 200, "9" * 200, "1" * 200)
        (noted,) = self.calls
        self.assertEqual([len(noted[name]) for name in ("звонок", "номер", "кому")], [64, 30, 30])

    def test_a_note_that_fails_does_not_spoil_the_answer(self):
        self.office.base.failing = lambda what: "agi1c_Звонки" in what
        self.assertEqual(json.loads(self.call()), {"name": "Ромашка", "dial": "101"})
        self.assertIn("ОтметитьЗвонок", self.office.base.journal[-1][0])

    def test_notes_live_a_day(self):
        for hour in range(30):
            self.call(identity=f"{hour}")
            self.office.later(3600)
        self.assertEqual({row["звонок"] for row in self.calls}, {f"{hour}" for hour in range(5, 30)})
