"""The phone book: page after page to its end, and later only what changed."""

import json
import unittest

from evaluator import Raised
from evaluator.http import ServiceRequest

from .office import Office


class Book(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def page(self, cursor="", count="100"):
        return json.loads(self.office.call("agi1c_MIKO_identify_number", "contacts", cursor, count))

    def all_pages(self, cursor="", count="3"):
        """Every contact from a cursor on, and the cursor for the next time."""
        found, pages = [], 0
        while True:
            page = self.page(cursor, count)
            pages += 1
            self.assertLessEqual(len(page["contacts"]), int(count))
            found += page["contacts"]
            cursor = page["next"]
            if not page["more"]:
                return found, cursor, pages
            self.assertLess(pages, 100)

    def clients(self, count):
        made = []
        for at in range(count):
            made.append(self.office.add("Партнеры", f"Клиент {at}", f"+7 495 100-{at // 100:02}-{at % 100:02}"))
            if at % 4 == 3:
                self.office.call("agi1c_Очередь", "Поставить", "Партнеры", str(made[-1].identity))
                self.office.call("agi1c_Очередь", "Разобрать")
                self.office.later(1)
        self.office.fill()
        return made

    def test_an_empty_book(self):
        self.assertEqual(self.page(), {"contacts": [], "next": None, "more": False})

    def test_every_number_comes_exactly_once(self):
        self.clients(31)
        for count in ["1", "2", "3", "7", "30", "31", "32", "1000"]:
            found, _, _ = self.all_pages(count=count)
            numbers = [contact["number"] for contact in found]
            self.assertEqual(sorted(numbers), [f"+749510000{at:02}" for at in range(31)], count)
            self.assertEqual({contact["name"] for contact in found}, {f"Клиент {at}" for at in range(31)})

    def test_by_the_http_service(self):
        self.clients(5)
        answer = self.office.call("agi1c_HTTP", "contactsGET", ServiceRequest({"count": "2"}.items()))
        page = json.loads(answer.body)
        self.assertEqual((len(page["contacts"]), page["more"]), (2, True))
        answer = self.office.call("agi1c_HTTP", "contactsGET", ServiceRequest({"cursor": page["next"]}.items()))
        self.assertEqual(len(json.loads(answer.body)["contacts"]), 3)

    def test_afterwards_only_what_changed(self):
        made = self.clients(9)
        _, cursor, _ = self.all_pages()
        self.assertEqual(self.all_pages(cursor)[0], [])
        self.office.rename(made[4], Наименование="Переименован")
        self.office.phones(made[5], "+7 495 777-77-77")
        self.office.remove(made[6])
        self.office.fill()
        found, cursor, _ = self.all_pages(cursor)
        self.assertEqual(
            sorted(found, key=lambda contact: contact["number"]),
            [
                {"number": "+74951000004", "name": "Переименован"},
                {"number": "+74951000005", "deleted": True},
                {"number": "+74951000006", "deleted": True},
                {"number": "+74957777777", "name": "Клиент 5"},
            ],
        )
        self.assertEqual(self.all_pages(cursor)[0], [])

    def test_a_number_of_two_clients_is_one_contact_and_lives_as_long_as_one_of_them(self):
        first = self.office.add("Партнеры", "Аист", "84952293042")
        self.office.add("Партнеры", "Бобёр", "+7 495 229 30 42")
        self.office.fill()
        found, cursor, _ = self.all_pages(count="1")
        self.assertEqual(found[0], {"number": "+74952293042", "name": "Аист (+1)"})
        self.office.remove(first)
        self.office.fill()
        self.assertEqual(self.all_pages(cursor)[0], [{"number": "+74952293042", "name": "Бобёр"}])

    def test_what_was_written_a_moment_ago_comes_next_time(self):
        self.clients(2)
        _, cursor, _ = self.all_pages()
        client = self.office.add("Партнеры", "Новый", "+7 495 777-77-77")
        self.office.call("agi1c_Очередь", "Поставить", "Партнеры", str(client.identity))
        self.office.call("agi1c_Очередь", "Разобрать")
        found, cursor, _ = self.all_pages(cursor)
        self.assertEqual(found, [])
        self.office.later(120)
        self.assertEqual([contact["name"] for contact in self.all_pages(cursor)[0]], ["Новый"])

    def test_a_minute_is_sixty_seconds(self):
        client = self.office.add("Партнеры", "Новый", "+7 495 777-77-77")
        self.office.call("agi1c_Очередь", "Поставить", "Партнеры", str(client.identity))
        self.office.call("agi1c_Очередь", "Разобрать")
        self.office.later(59)
        self.assertEqual(self.page()["contacts"], [])
        self.office.later(1)
        self.assertEqual(len(self.page()["contacts"]), 1)

    def test_a_cursor_from_the_future_is_refused(self):
        self.clients(3)
        _, cursor, _ = self.all_pages()
        self.office.later(-10 * 86400)
        with self.assertRaisesRegex(Raised, "начните с пустого"):
            self.page(cursor)
