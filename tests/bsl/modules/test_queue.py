"""From a card to the register: the queue, the job that works it off, the nightly one."""

import unittest

from evaluator import UNDEFINED
from evaluator.objects import Cell

from .office import Card, Office


class Queue(unittest.TestCase):
    def setUp(self):
        self.office = Office()
        self.anna = self.office.user("Анна", "101")
        self.queue = self.office.store.rows("РегистрСведений.agi1c_Очередь")

    def written(self, reference, handler="ПриЗаписиКлиента", refused=False):
        self.office.store.begin()
        self.office.call("agi1c_Очередь", handler, Card(reference), Cell(refused))
        self.office.store.commit()

    def work(self):
        self.office.call("agi1c_Очередь", "Разобрать")

    def names(self):
        return self.office.register()

    def test_a_written_card_only_enters_the_queue(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.written(client)
        self.assertEqual(
            [(row["вид"], row["идентификатор"]) for row in self.queue], [("Партнеры", str(client.identity))]
        )
        self.assertEqual(self.names(), {})
        self.work()
        self.assertEqual(self.names(), {"+74952293042": "Ромашка"})
        self.assertEqual(self.queue, [])

    def test_a_refused_write_and_a_foreign_catalog_do_not(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.written(client, refused=True)
        self.written(self.anna)
        self.assertEqual(self.queue, [])

    def test_written_ten_times_it_is_in_the_queue_once(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        for _ in range(10):
            self.written(client)
        self.assertEqual(len(self.queue), 1)

    def test_in_safe_mode_the_card_is_saved_all_the_same(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.office.base.safe_mode = True
        self.written(client)
        self.assertEqual(self.queue, [])

    def test_a_new_name_telephone_manager_and_a_deletion_mark(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.written(client)
        self.work()
        self.office.rename(client, Наименование="Лютик", ОсновнойМенеджер=self.anna)
        self.office.phones(client, "84952293042", "8 926 111-22-33")
        self.written(client)
        self.work()
        self.assertEqual(self.names(), {"+74952293042": "Лютик", "+79261112233": "Лютик"})
        rows = self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов")
        self.assertEqual({row["менеджер"] for row in rows}, {str(self.anna.identity)})
        self.office.rename(client, ПометкаУдаления=True)
        self.written(client)
        self.work()
        self.assertEqual(self.names(), {})
        self.assertEqual(len(rows), 2)

    def test_a_deleted_card(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.written(client)
        self.work()
        self.written(client, "ПередУдалениемКлиента")
        self.office.remove(client)
        self.work()
        self.assertEqual(self.names(), {})

    def test_a_renamed_partner_renames_his_people_and_his_manager_is_theirs(self):
        partner = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.office.add("КонтактныеЛицаПартнеров", "Пётр", "89031234567", Владелец=partner)
        self.office.add("Контрагенты", "ООО Ромашка", "88005553535", Партнер=partner)
        self.office.fill()
        self.office.rename(partner, Наименование="Лютик", ОсновнойМенеджер=self.anna)
        self.written(partner)
        self.work()
        self.assertEqual(
            self.names(), {"+74952293042": "Лютик", "+79031234567": "Пётр (Лютик)", "+78005553535": "ООО Ромашка"}
        )
        rows = self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов")
        self.assertEqual({row["менеджер"] for row in rows if not row["удален"]}, {str(self.anna.identity)})

    def test_an_unchanged_client_changes_nothing_in_the_book(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.office.fill()
        before = [dict(row) for row in self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов")]
        self.written(client)
        self.work()
        self.assertEqual(self.office.store.rows("РегистрСведений.agi1c_НомераКлиентов"), before)

    def test_a_bad_record_is_named_and_the_others_go_on(self):
        bad, good = (
            self.office.add("Партнеры", name, number)
            for name, number in [("Плохой", "84950000001"), ("Хороший", "84950000002")]
        )
        self.written(bad)
        self.written(good)
        self.office.rename(bad, Наименование=UNDEFINED)
        self.office.store.row_of(bad)["пометкаудаления"] = "не булево"
        self.work()
        self.assertEqual(self.names(), {"+74950000002": "Хороший"})
        (left,) = self.queue
        self.assertEqual((left["идентификатор"], int(left["попыток"])), (str(bad.identity), 1))
        self.assertIn("agi1c.Очередь", [event for event, level, _ in self.office.base.journal if level == "Ошибка"])
        self.office.store.row_of(bad).update({"пометкаудаления": False, "наименование": "Исправлен"})
        self.work()
        self.assertEqual(len(self.queue), 1)
        self.office.later(601)
        self.work()
        self.assertEqual(self.queue, [])
        self.assertIn("Исправлен", self.names().values())

    def test_after_failures_it_waits_longer_and_never_gives_up(self):
        client = self.office.add("Партнеры", "Плохой", "84950000001")
        self.written(client)
        self.office.store.row_of(client)["пометкаудаления"] = "не булево"
        tries = []
        for minute in range(600):
            before = int(self.queue[0]["попыток"])
            self.work()
            if int(self.queue[0]["попыток"]) > before:
                tries.append(minute)
            self.office.later(60)
        gaps = [after - before for before, after in zip(tries, tries[1:])]
        self.assertEqual(gaps[:5], [10, 20, 30, 40, 50])
        self.assertEqual(set(gaps[5:]), {60})

    def test_a_card_written_while_it_is_being_read_stays_in_the_queue(self):
        client = self.office.add("Партнеры", "Ромашка", "84952293042")
        self.written(client)
        again = []

        def write_once_more(what):
            if what == "a query" and self.names() and not again:
                again.append(True)
                self.queue[0]["метка"] = "другая"
            return False

        self.office.base.failing = write_once_more
        self.work()
        self.assertTrue(again)
        self.office.base.failing = None
        self.work()
        self.assertEqual(self.queue, [])

    def test_in_a_file_base_a_call_works_a_few_off_itself(self):
        for at in range(8):
            self.written(self.office.add("Партнеры", f"Клиент {at}", f"8495000000{at}"))
        ask = lambda: self.office.call("agi1c_MIKO_identify_number", "identify", "84950000000")  # noqa: E731
        ask()
        self.assertEqual(len(self.queue), 8)
        self.office.base.is_file_base = True
        self.assertIn("Клиент 0", ask())
        self.assertEqual(len(self.queue), 3)
        self.office.base.failing = lambda what: "НомераКлиентов" in what and "write" in what
        ask()
        self.assertEqual([event for event, _, _ in self.office.base.journal][-1], "agi1c.Очередь")


class Night(unittest.TestCase):
    def test_everything_is_filled_and_what_is_gone_goes(self):
        office = Office()
        for at in range(40):
            office.add("Партнеры", f"Клиент {at}", f"849500000{at:02}")
        gone = office.add("Партнеры", "Исчезнет", "84951111111")
        office.fill()
        self.assertEqual(len(office.register()), 41)
        office.remove(gone)
        bad = office.add("Партнеры", "Плохой", "84952222222")
        office.store.row_of(bad)["пометкаудаления"] = "не булево"
        office.fill()
        self.assertEqual(len(office.register()), 40)
        event, level, text = office.base.journal[-1]
        self.assertEqual((event, level), ("agi1c.ПолноеОбновление", "Информация"))
        self.assertIn("40", text)
        self.assertIn("не удалось: 1", text)
