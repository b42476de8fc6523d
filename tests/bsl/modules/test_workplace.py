"""The workplace: calls that are shown and not opened, calling from 1C, settings, filling; who may do what."""

import json
import unittest

from evaluator import Raised
from evaluator.objects import Object, method

from .office import PHONE, Office, catalog, trade, users

RIGHT_TO_CALL = "Просмотр agi1c_Позвонить"
ADMINISTRATOR = "АдминистрированиеДанных УправлениеТорговлей"


class Workplace(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.windows = self.office.base.windows
        self.anna = self.office.user("Анна", "101")
        self.boris = self.office.user("Борис", "205")
        self.daisy = self.office.add("Партнеры", "Ромашка", "84952293042", ОсновнойМенеджер=self.anna)
        self.office.fill()
        self.sit_down(self.anna)

    def sit_down(self, user):
        self.office.base.session.fields["текущийпользователь"] = user
        self.office.call("ManagedApplicationModule", "agi1c_ПриНачалеРаботыСистемы")
        self.windows.shown.clear()

    def rings(self, number="74952293042", identity="1.1"):
        return json.loads(self.office.call("agi1c_MIKO_identify_number", "call", number, "did", identity))

    def looks(self):
        """The waiting handler fires; its notices since the last time."""
        before = len(self.windows.shown)
        self.windows.waiting.pop("agi1c_ПроверитьЗвонки")
        self.office.call("ManagedApplicationModule", "agi1c_ПроверитьЗвонки")
        return [shown[1:] for shown in self.windows.shown[before:]]

    def test_a_call_of_ones_own_client_is_shown_once_and_opened_by_a_click(self):
        self.assertEqual(self.looks(), [])
        self.rings()
        ((text, action, note),) = self.looks()
        self.assertEqual((text, note), ("Звонит Ромашка", "74952293042"))
        self.assertEqual(self.looks(), [])
        self.assertEqual([shown[0] for shown in self.windows.shown], ["notice"])
        self.windows.press(0)
        self.assertEqual(self.windows.shown[-1], ("link", action))
        link = self.office.call("agi1c_Набор", "КлиентИзСсылки", action)
        self.assertEqual((link.get("Вид"), link.get("Идентификатор")), ("Партнеры", str(self.daisy.identity)))

    def test_other_peoples_calls_are_not_shown(self):
        self.sit_down(self.boris)
        self.rings()
        self.assertEqual(self.looks(), [])

    def test_a_client_that_0_1_0_filled_is_his_whose_extension_it_remembers(self):
        for row in self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов"):
            row["менеджер"] = "101"
        self.rings()
        self.assertEqual([shown[0] for shown in self.looks()], ["Звонит Ромашка"])

    def test_a_call_is_shown_for_a_minute(self):
        self.rings()
        self.office.later(61)
        self.assertEqual(self.looks(), [])

    def test_calls_without_a_manager_go_to_those_with_the_role(self):
        self.rings("79990000000", "2.2")
        self.assertEqual(self.looks(), [])
        self.office.base.rights.add("agi1c_ЗвонкиБезМенеджера")
        ((text, action, note),) = self.looks()
        self.assertEqual(text, "Звонит 79990000000")
        self.office.base.rights.add("Добавление Партнеры")
        self.windows.press(0)
        kind, link = self.windows.shown[-1]
        self.assertEqual(kind, "link")
        made = self.office.store.rows("Справочник.Партнеры")[-1]
        self.assertEqual(made["наименование"], "+79990000000")
        contact = self.office.store.rows("Справочник.Партнеры.КонтактнаяИнформация")[-1]
        self.assertEqual(
            (contact["ссылка"], contact["тип"], contact["номертелефона"]), (made["ссылка"], PHONE, "79990000000")
        )
        client = self.office.call("agi1c_Набор", "КлиентИзСсылки", link)
        self.assertEqual(client.get("Идентификатор"), str(made["ссылка"].identity))

    def test_who_may_not_add_clients_adds_none(self):
        self.office.base.rights.add("agi1c_ЗвонкиБезМенеджера")
        self.rings("79990000000")
        self.looks()
        with self.assertRaisesRegex(Raised, "Нет права"):
            self.windows.press(0)
        self.assertEqual(len(self.office.store.rows("Справочник.Партнеры")), 1)

    def test_who_has_nothing_to_be_shown_asks_once(self):
        self.sit_down(self.office.user("Вера"))
        self.assertEqual(self.looks(), [])
        self.assertEqual(self.windows.waiting, {})

    def test_an_error_is_survived(self):
        self.office.base.failing = lambda what: True
        self.assertEqual(self.looks(), [])
        self.assertEqual(self.windows.waiting["agi1c_ПроверитьЗвонки"][0], 60)
        self.office.base.failing = None
        self.rings()
        self.assertEqual(len(self.looks()), 1)
        self.assertEqual(self.windows.waiting["agi1c_ПроверитьЗвонки"][0], 5)

    def test_a_hundred_calls_are_remembered(self):
        for at in range(150):
            self.rings(identity=f"{at}")
        self.assertEqual(len(self.looks()), 150)

    def test_by_the_librarys_notifications(self):
        sent = []

        class Library(Object):
            type_name = "ОбщийМодуль"

            @method
            def ОтправитьСерверноеОповещение(self, имя, результат, адресаты, сразу=False):
                sent.append((имя, результат, [pair.get("Ключ") for pair in адресаты.each()]))

        self.office.base.library["серверныеоповещения"] = Library()
        self.office.settings("оповещения = да")
        self.rings()
        ((name, result, to),) = sent
        self.assertEqual((name, to), ("agi1c.Звонок", ["иб-Анна"]))
        self.office.call("agi1c_Клиент", "ПриПолученииСерверногоОповещения", name, result)
        self.assertEqual(self.windows.shown[-1][1:2] + self.windows.shown[-1][3:], ("Звонит Ромашка", "74952293042"))
        self.office.call("agi1c_Клиент", "ПриПолученииСерверногоОповещения", "Другое", result)
        self.assertEqual(len(self.windows.shown), 1)
        # Nothing to poll for: the notices come by themselves.
        self.assertEqual(self.looks(), [])
        self.assertEqual(self.windows.waiting, {})

    def test_a_base_without_the_librarys_notifications_still_answers(self):
        self.office.settings("оповещения = да")
        self.assertEqual(self.rings(), {"name": "Ромашка", "dial": "101"})
        self.assertEqual(self.office.base.journal[-1][0], "agi1c.ОтметитьЗвонок")


class CallingFrom1C(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.windows = self.office.base.windows
        self.anna = self.office.user("Анна", "101")
        self.office.base.session.fields["текущийпользователь"] = self.anna
        self.daisy = self.office.add("Партнеры", "Ромашка", "84952293042, 89261112233")
        self.office.add("Партнеры", "Лютик 100%", "84957777777")
        self.office.fill()
        self.office.base.rights.add(RIGHT_TO_CALL)
        self.dialled = []
        dial = self.office.program.modules["agi1c_набор"].procedures["позвонить"]
        dial.run = lambda program, cells: self.dialled.append(tuple(cell.value for cell in cells))

    def press(self):
        self.office.call("agi1c_Позвонить", "ОбработкаКоманды", None, None)

    def test_from_an_open_card(self):
        self.windows.link = self.office.call("agi1c_Набор", "СсылкаКарточки", "Партнеры", str(self.daisy.identity))
        self.windows.chosen = [1]
        self.press()
        self.assertEqual(
            self.windows.shown[0], ("list", "Кому позвонить", ["Ромашка, +74952293042", "Ромашка, +79261112233"])
        )
        self.assertEqual(self.dialled, [("101", "+79261112233")])

    def test_by_name_by_digits_and_by_a_number_nobody_has(self):
        for typed, expected in [
            ("лютик", "+74957777777"),
            ("100%", "+74957777777"),
            ("777777", "+74957777777"),
            ("8 800 555-35-35", "+78005553535"),
        ]:
            self.dialled.clear()
            self.windows.typed, self.windows.chosen = [typed], [0]
            self.press()
            self.assertEqual(self.dialled, [("101", expected)], typed)

    def test_signs_of_patterns_mean_themselves(self):
        for typed in ["%", "_", "а_а", "[Р]", "\\", "нет такого"]:
            self.windows.typed, self.windows.chosen = [typed], [0]
            self.dialled.clear()
            self.press()
            self.assertEqual(self.dialled, [("101", "+74957777777")] if typed == "%" else [], typed)

    def test_nothing_typed_and_nothing_chosen(self):
        for typed, chosen in [("", []), (None, []), ("Ромашка", [None])]:
            self.windows.typed, self.windows.chosen = [typed], list(chosen)
            self.press()
        self.assertEqual(self.dialled, [])

    def test_without_the_role_nobody_looks_at_numbers_or_calls(self):
        self.office.base.rights.clear()
        for attempt in [
            lambda: self.office.call("agi1c_ВызовСервера", "НомераОткрытого", ""),
            lambda: self.office.call("agi1c_ВызовСервера", "НомераПоТексту", "Ромашка"),
            lambda: self.office.call("agi1c_ВызовСервера", "Позвонить", "84952293042"),
        ]:
            with self.assertRaisesRegex(Raised, "роль"):
                attempt()
        self.assertEqual(self.dialled, [])

    def test_links_of_other_windows_are_no_clients(self):
        for link in [
            "",
            "e1cib/list/Справочник.Партнеры",
            "e1cib/data/Документ.Заказ?ref=" + "0" * 32,
            "e1cib/data/Справочник.Партнеры?ref=12",
        ]:
            self.assertEqual(len(self.office.call("agi1c_ВызовСервера", "НомераОткрытого", link).items), 0, link)


class Administrator(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.windows = self.office.base.windows

    def test_settings_are_typed_and_checked(self):
        self.office.base.rights.add(ADMINISTRATOR)
        self.windows.typed = ["город = 812"]
        self.office.call("agi1c_Настройка", "ОбработкаКоманды", None, None)
        self.assertEqual(self.office.base.constants["agi1c_параметры"], "город = 812")
        self.windows.typed = [None]
        self.office.call("agi1c_Настройка", "ОбработкаКоманды", None, None)
        self.assertEqual(self.office.base.constants["agi1c_параметры"], "город = 812")

    def test_filling_is_started_once(self):
        self.office.base.rights.add(ADMINISTRATOR)
        for said in ["в фоне", "уже идёт"]:
            self.office.call("agi1c_ЗаполнитьНомера", "ОбработкаКоманды", None, None)
            self.assertIn(said, self.windows.shown[-1][3])
        self.assertEqual([job.get("ИмяМетода") for job in self.office.base.jobs], ["agi1c_Очередь.ОбновитьВсех"])

    def test_nobody_else_may(self):
        for attempt in [
            lambda: self.office.call("agi1c_ВызовСервера", "ЗаполнитьНомера"),
            lambda: self.office.call("agi1c_ВызовСервера", "ТекстНастройки"),
            lambda: self.office.call("agi1c_ВызовСервера", "ЗаписатьНастройку", "город = 1"),
        ]:
            with self.assertRaisesRegex(Raised, "администратор"):
                attempt()
        self.assertEqual(self.office.base.jobs, [])


class Configurations(unittest.TestCase):
    """What other configurations have: leads and no managers, no partners, a table with a mark for what is in use."""

    def names(self, tables, fill, configuration="X"):
        office = Office(tables, configuration=configuration)
        fill(office)
        office.fill()
        return office.register()

    def test_accounting_has_counterparties_and_people_of_theirs(self):
        def fill(office):
            firm = office.add("Контрагенты", "ООО Ромашка", "84952293042")
            office.add("КонтактныеЛица", "Пётр", "89261112233", ОбъектВладелец=firm)

        tables = [*catalog("Контрагенты"), *catalog("КонтактныеЛица", "ОбъектВладелец"), *users()]
        self.assertEqual(
            self.names(tables, fill), {"+74952293042": "ООО Ромашка", "+79261112233": "Пётр (ООО Ромашка)"}
        )

    def test_leads(self):
        tables = [*catalog("Контрагенты"), *catalog("Лиды"), *users()]
        found = self.names(tables, lambda office: office.add("Лиды", "Заявка с сайта", "84952293042"))
        self.assertEqual(found, {"+74952293042": "Заявка с сайта"})

    def test_people_are_clients_in_retail_only(self):
        tables = [*catalog("ФизическиеЛица"), *users()]
        fill = lambda office: office.add("ФизическиеЛица", "Пётр", "84952293042")  # noqa: E731
        self.assertEqual(self.names(tables, fill, "Розница"), {"+74952293042": "Пётр"})
        self.assertEqual(self.names(tables, fill, "ЗарплатаИКадры"), {})

    def test_a_telephone_out_of_use_is_left_out(self):
        fields = ("Ссылка", "НомерСтроки", "Тип", "Представление", "НомерТелефона", "Актуальный")

        def fill(office):
            office.add("Партнеры", "Ромашка", "84952293042", "89261112233")
            rows = office.store.rows("Справочник.Партнеры.КонтактнаяИнформация")
            rows[0]["актуальный"], rows[1]["актуальный"] = False, True

        tables = [*catalog("Партнеры", "ОсновнойМенеджер", contacts=fields), *users()]
        self.assertEqual(self.names(tables, fill), {"+79261112233": "Ромашка"})

    def test_without_the_librarys_field_of_digits(self):
        fields = ("Ссылка", "НомерСтроки", "Тип", "Представление")
        tables = [*catalog("Партнеры", contacts=fields), *users()]
        self.assertEqual(
            self.names(tables, lambda office: office.add("Партнеры", "Ромашка", "84952293042")),
            {"+74952293042": "Ромашка"},
        )

    def test_a_base_without_clients(self):
        self.assertEqual(self.names(users(), lambda office: None), {})
        office = Office(users())
        with self.assertRaisesRegex(Raised, "не нашлось справочника"):
            office.call("agi1c_ВызовСервера", "СоздатьКлиента", "84952293042")

    def test_leads_get_the_new_ones(self):
        office = Office([*trade(), *catalog("Лиды")])
        office.base.rights.add("Добавление Лиды")
        office.call("agi1c_ВызовСервера", "СоздатьКлиента", "84952293042")
        self.assertEqual([row["наименование"] for row in office.store.rows("Справочник.Лиды")], ["+74952293042"])
