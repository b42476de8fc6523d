"""Numbers against phonenumbers (PyPI): numbers of the whole world as it writes them, alone and several in one text."""

import random
import unittest

import phonenumbers
from phonenumbers import PhoneNumberFormat as Format
from phonenumbers import PhoneNumberType as Type

from .office import Office

BETWEEN = [", ", "; ", " / ", "\n", " и ", " - Иван, ", " доб. 12, ", " (круглосуточно 24), ", ";", ",", " "]


def e164(number):
    return phonenumbers.format_number(number, Format.E164)[1:]


def examples():
    """One number of every kind of every region, as far as there is one."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (Type.FIXED_LINE, Type.MOBILE, Type.TOLL_FREE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None and 7 <= len(e164(number)) <= 15 and number.italian_leading_zero is not True:
                yield region, number


def russian(dice):
    """A valid Russian number, never one of a test's own."""
    while True:
        number = phonenumbers.parse(f"+7{dice.choice('3489')}{dice.randrange(10**9):09}")
        if phonenumbers.is_valid_number(number) and e164(number).startswith(("73", "74", "78", "79")):
            return number


def written(number, dice):
    form = dice.choice([Format.E164, Format.INTERNATIONAL, Format.NATIONAL])
    text = phonenumbers.format_number(number, form)
    return text.replace("-", dice.choice(["-", " ", "\u2011"])) if form != Format.E164 else text


class Oracle(unittest.TestCase):
    def setUp(self):
        self.office = Office()

    def in_text(self, text):
        found = self.office.call("agi1c_НомераВТексте", "НомераИзТекста", text)
        return sorted(pair.get("Значение")[1:] for pair in found.each())

    def test_every_country_with_its_plus(self):
        counted = 0
        for region, number in examples():
            for form in (Format.E164, Format.INTERNATIONAL, Format.RFC3966):
                text = phonenumbers.format_number(number, form).removeprefix("tel:")
                self.assertEqual(self.office.call("agi1c_Номера", "НомерE164", text), e164(number), (region, text))
                self.assertEqual(self.in_text(text), [e164(number)], (region, text))
                counted += 1
        self.assertGreater(counted, 1000)

    def test_russian_numbers_as_russians_write_them(self):
        dice = random.Random(20)
        for _ in range(300):
            number = russian(dice)
            text = written(number, dice)
            self.assertEqual(self.office.call("agi1c_Номера", "НомерE164", text), e164(number), text)
            self.assertEqual(self.in_text(text), [e164(number)], text)

    def test_two_and_three_in_one_text(self):
        dice = random.Random(21)
        world = [number for _, number in examples() if number.country_code != 7]
        for _ in range(300):
            numbers = [russian(dice) for _ in range(dice.choice([2, 3]))]
            texts = [written(number, dice) for number in numbers]
            if dice.random() < 0.3:
                numbers.append(dice.choice(world))
                texts.append(phonenumbers.format_number(numbers[-1], Format.INTERNATIONAL))
            text = texts[0]
            for more in texts[1:]:
                text += dice.choice(BETWEEN) + more
            self.assertEqual(self.in_text(text), sorted({e164(number) for number in numbers}), text)
