"""The modules for other configurations: УТ 10.3 on 8.2, and a small base on 8.3 without the extension."""

import datetime
import json
import unittest
import uuid
from decimal import Decimal

import package
from base.metadata import plain
from base.store import Reference
from evaluator import UNDEFINED, Raised
from evaluator.collections import Structure

from .office import MAIL, PHONE, catalog

# What 8.2 does not have: a module for it may not ask for any of these.
NEWER_THAN_8_2 = """
    СтрНайти СтрРазделить СтрСоединить СтрНачинаетсяС СтрЗаканчиваетсяНа СтрСравнить СтрШаблон СтрЧислоВхождений
    ЗаписатьJSON ПрочитатьJSON КодироватьСтроку РаскодироватьСтроку ТекущаяДатаСеанса
""".split()
NEW_OBJECTS = "ЗаписьJSON ЧтениеJSON ПараметрыЗаписиJSON HTTPСервисОтвет".split()


CALL_FIELDS = [
    ("Звонок", "Строка"), ("Начало", "Дата"), ("Номер", "Строка"), ("Имя", "Строка"), ("Менеджер", "Справочник.Пользователи"),
]  # fmt: skip


def trade_of_8_2():
    return [
        plain(
            "Справочник.Контрагенты",
            "Ссылка",
            "Код",
            "Наименование",
            "ПометкаУдаления",
            "ЭтоГруппа",
            "ОсновнойМенеджерПокупателя",
        ),
        plain("Справочник.КонтактныеЛицаКонтрагентов", "Ссылка", "Наименование", "ПометкаУдаления", "Владелец"),
        plain("Справочник.Пользователи", "Ссылка", "Наименование", "ПометкаУдаления"),
        plain("РегистрСведений.КонтактнаяИнформация", "Объект", "Тип", "Представление"),
        plain("РегистрСведений.agi1c_Звонки", "Клиент", keys=("Звонок",), typed=CALL_FIELDS),
    ]


# Numbers with fewer than ten digits behind the +: as they stand in a card, and as a PBX says them.
SHORT_ABROAD = [
    ("Андорра", "+376 712-345", "+376712345"),
    ("Люксембург", "тел. +352 12 34 56 (офис)", "810352123456"),
    ("Фареры", "8-10-298-123-456", "00298123456"),
    ("Соломоновы Острова", "+677 40-123, 8 495 229-30-49", "+67740123"),
    ("Ниуэ", "+683 4000", "+6834000"),
]


class Trade(unittest.TestCase):
    def setUp(self):
        self.open()

    def open(self, area=""):
        self.program = package.load_one("identify-ut103.bsl", trade_of_8_2(), area)
        self.service = self.program.own["identify-ut103.bsl"]
        self.store = self.program.platform.store
        for name in NEWER_THAN_8_2:
            self.program.platform.functions.pop(name.lower())
        for name in NEW_OBJECTS:
            self.program.platform.constructors.pop(name.lower())
        for module in self.program.own.values():
            module.compile()
        self.anna = self.add("Пользователи", "Анна", "доб. 101")
        self.daisy = self.client("Ромашка", "8 (495) 229-30-42", manager=self.anna)

    def add(self, catalog_name, name, *phones, **fields):
        reference = self.store.add_element(catalog_name, Наименование=name, **fields)
        for phone in phones:
            self.store.insert("РегистрСведений.КонтактнаяИнформация", Объект=reference, Тип=PHONE, Представление=phone)
        return reference

    def client(self, name, *phones, manager=None):
        code = f"{len(self.store.rows('Справочник.Контрагенты')) + 1:08}"
        return self.add(
            "Контрагенты",
            name,
            *phones,
            Код=code,
            ЭтоГруппа=False,
            ОсновнойМенеджерПокупателя=manager or Reference("Пользователи", None),
        )

    def identify(self, number):
        return self.service.call("identify", number)

    def test_who_is_calling(self):
        self.client("Два номера", "229-30-43 / 8 926 111-22-33, +380 44 123-45-67")
        self.client("Без менеджера", "8 800 555 35 35")
        self.add("КонтактныеЛицаКонтрагентов", "Пётр", "89031234567", Владелец=self.daisy)
        for number, expected in [
            ("74952293042", "Ромашка\ndial: 101"),
            ("84952293042", "Ромашка\ndial: 101"),
            ("4952293042", "Ромашка\ndial: 101"),
            ("79261112233", "Два номера"),
            ("380441234567", "Два номера"),
            ("+380441234567", "Два номера"),
            ("88005553535", "Без менеджера"),
            ("79031234567", "Пётр (Ромашка)\ndial: 101"),
            ("74950000000", ""),
            ("101", ""),
            ("anonymous", ""),
        ]:
            self.assertEqual(self.identify(number), expected, number)

    def test_a_client_with_a_manager_without_rights_of_ones_own(self):
        # 0.1.0's module faulted here: the manager's extension was asked for outside privileged mode.
        self.assertEqual(self.identify("74952293042"), "Ромашка\ndial: 101")

    def test_a_short_number_of_another_country_is_found(self):
        for name, phone, _ in SHORT_ABROAD:
            self.client(name, phone)
        for name, _, number in SHORT_ABROAD:
            self.assertEqual(self.identify(number), name, number)
        # Its digits alone are no number of that country.
        self.assertEqual(self.identify("376712345"), "")

    def test_the_area_code_of_the_office(self):
        self.open("495")
        self.client("Сосед", "229-30-43")
        self.client("Питер", "8 812 229-30-44")
        for number, expected in [
            ("74952293043", "Сосед"),
            ("2293043", "Сосед"),
            ("2293042", "Ромашка\ndial: 101"),
            ("74952293042", "Ромашка\ndial: 101"),
            ("78122293044", "Питер"),
            ("2293044", ""),
            ("78122293043", ""),
        ]:
            self.assertEqual(self.identify(number), expected, number)

    def test_digits_of_another_number_are_no_match(self):
        self.client("Похожий", "8 495 229-30-4", "89 52 29 30 42 11")
        self.assertEqual(self.identify("74952293042"), "Ромашка\ndial: 101")

    def test_several_clients_and_a_deleted_one(self):
        self.client("Лютик", "84952293042")
        self.assertEqual(self.identify("74952293042"), "Ромашка (+1)\ndial: 101")
        self.store.row_of(self.daisy)["пометкаудаления"] = True
        self.assertEqual(self.identify("74952293042"), "Лютик")

    def test_a_name_with_line_ends_is_one_line(self):
        self.store.row_of(self.daisy)["наименование"] = "Ромашка\nreject: hangup"
        self.assertEqual(self.identify("74952293042"), "Ромашка reject: hangup\ndial: 101")

    def test_calls_are_noted_and_live_a_day(self):
        calls = self.store.rows("РегистрСведений.agi1c_Звонки")
        for number, identity, name in [("74952293042", "1.1", "Ромашка"), ("79990000000", "1.2", None)]:
            self.service.call("call", number, "did", identity)
            self.assertEqual(calls[-1]["звонок"], identity)
            if name:
                self.assertEqual(
                    (calls[-1]["имя"], calls[-1]["клиент"], calls[-1]["менеджер"]), (name, self.daisy, self.anna)
                )
        self.service.call("call", "74952293042", "did", "")
        self.assertEqual(len(calls), 2)
        shown = self.program.modules["agi1c_звонки"].call("НовыеЗвонки", self.anna)
        self.assertEqual([call.get("Звонок") for call in shown.items], ["1.1"])
        shown = self.program.modules["agi1c_звонки"].call("НовыеЗвонки", self.anna, True)
        self.assertEqual([call.get("Звонок") for call in shown.items], ["1.1", "1.2"])
        self.program.platform.now += datetime.timedelta(days=1, seconds=1)
        self.service.call("call", "74952293042", "did", "1.3")
        self.assertEqual([row["звонок"] for row in calls], ["1.3"])

    def test_a_note_that_fails_does_not_spoil_the_answer(self):
        self.program.platform.failing = lambda what: "agi1c_Звонки" in what
        self.assertEqual(self.service.call("call", "74952293042", "", "1.1"), "Ромашка\ndial: 101")
        self.assertEqual(self.program.platform.journal[-1][0], "agi1c.ОтметитьЗвонок")

    def test_a_search_that_fails_is_no_empty_answer(self):
        self.program.platform.failing = lambda what: what == "a query"
        with self.assertRaisesRegex(Raised, "Ошибка СУБД"):
            self.identify("74952293042")

    def test_the_phone_book(self):
        for at in range(6):
            self.client(f"Клиент {at}", f"849500000{at:02}", "и 8 926 111-22-33" if at == 3 else "без телефона")
        self.store.insert(
            "РегистрСведений.КонтактнаяИнформация", Объект=self.daisy, Тип=MAIL, Представление="89990000000"
        )
        self.store.row_of(self.daisy)["пометкаудаления"] = True
        found, cursor = [], ""
        for _ in range(20):
            page = json.loads(self.service.call("contacts", cursor, "2"))
            found += page["contacts"]
            cursor = page["next"]
            self.assertEqual(page["more"], cursor is not None)
            if cursor is None:
                break
        self.assertEqual(found[0], {"number": "+74952293042", "deleted": True})
        self.assertEqual({contact["name"] for contact in found[1:]}, {f"Клиент {at}" for at in range(6)})
        self.assertEqual(len(found), 8)


class PopUp(unittest.TestCase):
    """The ordinary application's part: a line for each call, a card by a key."""

    def test_a_call_is_told_once_and_its_card_opened_by_hand(self):
        program = package.load_one("pop-up-ut103.bsl", trade_of_8_2())
        workplace, calls = program.own["pop-up-ut103.bsl"], program.modules["agi1c_звонки"]
        anna, daisy = Reference("Пользователи", uuid.uuid4()), Reference("Контрагенты", uuid.uuid4())
        told, opened = [], []
        program.platform.functions |= {
            "сообщить": told.append,
            "открытьзначение": opened.append,
            "глзначениепеременной": lambda имя: {"глТекущийПользователь": anna}[имя],
        }
        workplace.call("agi1c_ОткрытьКарточку")
        client = Structure([("Имя", "Ромашка"), ("Клиент", daisy), ("Менеджер", anna)])
        for identity, whose in [("1.1", client), ("1.2", UNDEFINED)]:
            calls.call("Отметить", identity, "74952293042", whose)
        for _ in range(3):
            workplace.call("agi1c_ПроверитьЗвонки")
        self.assertEqual(told, ["Звонит Ромашка (74952293042)"])
        self.assertEqual(opened, [])
        workplace.call("agi1c_ОткрытьКарточку")
        self.assertEqual(opened, [daisy])
        program.platform.failing = lambda what: True
        workplace.call("agi1c_ПроверитьЗвонки")
        self.assertEqual(len(told), 1)


class SmallBase(unittest.TestCase):
    def setUp(self):
        self.open()

    def open(self, area=""):
        self.program = package.load_one("identify-small-base.bsl", catalog("Контрагенты"), area)
        self.service = self.program.own["identify-small-base.bsl"]
        self.store = self.program.platform.store
        for name, phone in [
            ("Ромашка", "8 (495) 229-30-42 доб. 5"),
            ("Лютик", "229-30-44 / +7 926 111 22 33"),
            ("Похожий", "84952293 0421 5"),
        ]:
            self.add(name, phone)

    def add(self, name, phone):
        reference = self.store.add_element("Контрагенты", Наименование=name)
        self.store.insert(
            "Справочник.Контрагенты.КонтактнаяИнформация",
            Ссылка=reference,
            НомерСтроки=Decimal(1),
            Тип=PHONE,
            Представление=phone,
        )

    def test_who_is_calling(self):
        for number, name in [
            ("74952293042", "Ромашка"),
            ("89261112233", "Лютик"),
            ("74950000000", ""),
            ("12", ""),
            ("x", ""),
        ]:
            self.assertEqual(json.loads(self.service.call("identify", number)), {"name": name}, number)

    def test_the_area_code_of_the_office(self):
        self.open("495")
        for number, name in [
            ("74952293044", "Лютик"),
            ("2293044", "Лютик"),
            ("2293042", "Ромашка"),
            ("78122293044", ""),
            ("79261112233", "Лютик"),
        ]:
            self.assertEqual(json.loads(self.service.call("identify", number)), {"name": name}, number)

    def test_a_short_number_of_another_country_is_found(self):
        for name, phone, _ in SHORT_ABROAD:
            self.add(name, phone)
        for name, _, number in SHORT_ABROAD:
            self.assertEqual(json.loads(self.service.call("identify", number)), {"name": name}, number)
        self.assertEqual(json.loads(self.service.call("identify", "376712345")), {"name": ""})

    def test_several(self):
        self.add("Астра", "84952293042")
        self.assertEqual(json.loads(self.service.call("identify", "74952293042")), {"name": "Астра (+1)"})

    def test_a_name_that_json_must_escape(self):
        self.add('ООО "Рога\\Копыта"\n', "88005553535")
        self.assertEqual(json.loads(self.service.call("identify", "88005553535")), {"name": 'ООО "Рога\\Копыта"'})
