"""Statements, procedures, exceptions, names."""

import unittest

from evaluator import UNDEFINED, Program, Raised, Unknown
from evaluator.platform import Platform
from evaluator.syntax import SERVER, THIN_CLIENT

from . import program, run


class Statements(unittest.TestCase):
    def test_branches(self):
        body = """
            Если А = 1 Тогда Возврат "один";
            ИначеЕсли А = 2 Тогда Возврат "два";
            ИначеЕсли А = 3 Тогда Б = 5;
            Иначе Возврат "много"; КонецЕсли;
            Возврат "три " + Б;"""
        for given, expected in [(1, "один"), (2, "два"), (3, "три 5"), (4, "много"), (-1, "много")]:
            self.assertEqual(run(body, given, parameters="А"), expected)

    def test_loops(self):
        for body, expected in [
            ("А = 0; Для Н = 1 По 4 Цикл А = А + Н; КонецЦикла; Возврат А;", 10),
            ("А = 0; Для Н = 5 По 4 Цикл А = 1; КонецЦикла; Возврат А;", 0),
            ("Для Н = 1 По 3 Цикл Если Н = 2 Тогда Прервать; КонецЕсли; КонецЦикла; Возврат Н;", 2),
            ("Для Н = 1 По 3 Цикл КонецЦикла; Возврат Н;", 4),
            (
                "А = 0; Для Н = 1 По 5 Цикл Если Н % 2 = 0 Тогда Продолжить; КонецЕсли; А = А + Н; КонецЦикла; Возврат А;",
                9,
            ),
            ("А = 1; Пока А < 100 Цикл А = А * 2; КонецЦикла; Возврат А;", 128),
            ("А = 0; Пока Истина Цикл А = А + 1; Если А = 7 Тогда Прервать; КонецЕсли; КонецЦикла; Возврат А;", 7),
            (
                "М = Новый Массив; М.Добавить(3); М.Добавить(4); А = 0; Для Каждого Э Из М Цикл А = А + Э; КонецЦикла; Возврат А;",
                7,
            ),
            (
                "А = 0; Для Н = 1 По 3 Цикл Для К = 1 По 3 Цикл Если К = 2 Тогда Прервать; КонецЕсли; А = А + 1; КонецЦикла; КонецЦикла; Возврат А;",
                3,
            ),
            ("Для Н = 1 По 3 Цикл Пока Истина Цикл Возврат Н; КонецЦикла; КонецЦикла; Возврат 0;", 1),
            ("К = 3; А = 0; Для Н = 1 По К Цикл К = 10; А = А + 1; КонецЦикла; Возврат А;", 3),
        ]:
            self.assertEqual(run(body), expected, body)

    def test_an_endless_loop_is_an_error(self):
        with self.assertRaisesRegex(Unknown, "endless"):
            run("Пока Истина Цикл А = 1; КонецЦикла; Возврат 1;")

    def test_names_in_any_case(self):
        self.assertEqual(run("Длина = 5; возврат ДЛИНА + длина;"), 10)
        self.assertEqual(run('Возврат стрдлина("абв");'), 3)
        self.assertEqual(run('С = Новый структура("Имя", 1); С.ИМЯ = 2; Возврат С.имя;'), 2)
        self.assertEqual(run("If True Then Return 1; ElsIf False Then Return 2; Else Return 3; EndIf; Return 4;"), 1)

    def test_a_function_without_a_return(self):
        self.assertIs(run("А = 1;"), UNDEFINED)

    def test_preprocessor(self):
        text = """
            #Область Вся
            #Если Сервер Тогда
            Функция Где() Экспорт
                Возврат "сервер";
            КонецФункции
            #ИначеЕсли ТонкийКлиент И Не Сервер Тогда
            Функция Где() Экспорт
                Возврат "клиент";
            КонецФункции
            #Иначе
            Функция Где() Экспорт
                Возврат "иначе";
            КонецФункции
            #КонецЕсли
            &НаСервере
            Функция Внутри() Экспорт
                #Если Не Сервер Тогда
                    Возврат 1;
                #Иначе
                    Возврат 2;
                #КонецЕсли
            КонецФункции
            #КонецОбласти"""
        for symbols, where, inside in [(SERVER, "сервер", 2), (THIN_CLIENT, "клиент", 1), (frozenset(), "иначе", 1)]:
            made = Program(Platform())
            module = made.load("М", text, symbols)
            self.assertEqual(module.call("Где"), where)
            self.assertEqual(module.call("Внутри"), inside)
            self.assertEqual(module.procedures["внутри"].directives, ["&НаСервере"])


class Procedures(unittest.TestCase):
    def call(self, text, *arguments):
        return program(text).modules["проба"].call("Ф", *arguments)

    def test_by_reference_unless_by_value(self):
        for parameter, argument, expected in [
            ("Х", "А", 2), ("Знач Х", "А", 1), ("Х", "А + 0", 1), ("Х", "(А)", 1), ("х", "а", 2),
        ]:  # fmt: skip
            text = f"""Функция Ф() Экспорт
                А = 1; Сменить({argument}); Возврат А;
            КонецФункции
            Процедура Сменить({parameter}) Х = 2; КонецПроцедуры"""
            self.assertEqual(self.call(text), expected, (parameter, argument))

    def test_by_reference_through_two_calls_and_into_a_loop(self):
        text = """Функция Ф() Экспорт
                А = 0; Раз(А); Возврат А;
            КонецФункции
            Процедура Раз(Х) Для Н = 1 По 3 Цикл Два(Х); КонецЦикла; КонецПроцедуры
            Процедура Два(Х) Х = Х + 5; КонецПроцедуры"""
        self.assertEqual(self.call(text), 15)

    def test_an_object_by_value_is_the_same_object(self):
        text = """Функция Ф() Экспорт
                М = Новый Массив; Добавить(М); Возврат М.Количество();
            КонецФункции
            Процедура Добавить(Знач М) М.Добавить(1); М = Неопределено; КонецПроцедуры"""
        self.assertEqual(self.call(text), 1)

    def test_defaults(self):
        text = """Функция Ф() Экспорт
                Возврат Г(1) + Г(1, 20) + Г(1, , 300);
            КонецФункции
            Функция Г(А, Б = 10, В = 100) Возврат А + Б + В; КонецФункции"""
        self.assertEqual(self.call(text), 111 + 121 + 311)

    def test_arguments_that_do_not_fit_show_at_loading(self):
        for call in ["Г()", "Г(1, 2, 3)", "Нет(1)", "П(1)"]:
            text = f"""Функция Ф() Экспорт
                    Возврат {call};
                КонецФункции
                Функция Г(А, Б = 1) Возврат 1; КонецФункции
                Процедура П(А) КонецПроцедуры"""
            with self.assertRaises(Unknown, msg=call):
                program(text)

    def test_locals_are_the_calls_own(self):
        text = """Перем Общая;
            Функция Ф(Н) Экспорт
                Б = Н;
                Если Н > 0 Тогда Ф(Н - 1); КонецЕсли;
                Общая = Общая + 1;
                Возврат Б;
            КонецФункции
            Процедура Начать() Экспорт Общая = 0; КонецПроцедуры
            Функция Сколько() Экспорт Возврат Общая; КонецФункции"""
        module = program(text).modules["проба"]
        module.call("Начать")
        self.assertEqual(module.call("Ф", 3), 3)
        self.assertEqual(module.call("Сколько"), 4)

    def test_other_modules(self):
        made = Program(Platform())
        made.load("Общий", "Функция Видна() Экспорт Возврат 7; КонецФункции Функция Скрыта() Возврат 8; КонецФункции")
        first = made.load("Первый", "Функция Ф() Экспорт Возврат общий.видна(); КонецФункции")
        self.assertEqual(first.call("Ф"), 7)
        for call in ["Общий.Скрыта()", "Общий.Нет()", "Другой.Видна()", "Общий.Видна(1)"]:
            wrong = made.load("Второй", f"Функция Ф() Экспорт Возврат {call}; КонецФункции", common=False)
            with self.assertRaises(Unknown, msg=call):
                wrong.compile()

    def test_names_that_are_nowhere_show_at_loading(self):
        for body in [
            "Возврат Нет;",
            "Возврат Нет.Поле;",
            "Возврат Нет[1];",
            "Нет.Метод();",
            "А = Новый Нет; Возврат 1;",
        ]:
            with self.assertRaises(Unknown, msg=body):
                program(f"Функция Ф() Экспорт {body} КонецФункции")

    def test_what_it_does_not_know_is_an_error(self):
        for body in [
            'Выполнить("А = 1"); Возврат 1;',
            'Возврат Вычислить("1");',
            "Перейти ~М; ~М: Возврат 1;",
            'Возврат Новый("Массив");',
            "ДобавитьОбработчик А.Б, В.Г; Возврат 1;",
        ]:
            with self.assertRaises(Unknown, msg=body):
                program(f"Функция Ф() Экспорт {body} КонецФункции")


class Exceptions(unittest.TestCase):
    def test_caught(self):
        for body, expected in [
            (
                'Попытка ВызватьИсключение "беда"; Исключение Возврат КраткоеПредставлениеОшибки(ИнформацияОбОшибке()); КонецПопытки;',
                "беда",
            ),
            ("Попытка А = 1 / 0; Исключение Возврат ИнформацияОбОшибке().Описание; КонецПопытки;", "Деление на 0"),
            ("А = 0; Попытка А = 1; Исключение А = 2; КонецПопытки; Возврат А;", 1),
            ("Для Н = 1 По 3 Цикл Попытка Прервать; Исключение Возврат 9; КонецПопытки; КонецЦикла; Возврат Н;", 1),
            (
                'Попытка Попытка ВызватьИсключение "а"; Исключение ВызватьИсключение; КонецПопытки; Исключение Возврат ИнформацияОбОшибке().Описание; КонецПопытки;',
                "а",
            ),
            (
                'Попытка Попытка ВызватьИсключение "а"; Исключение ВызватьИсключение "б"; КонецПопытки; Исключение Возврат ИнформацияОбОшибке().Описание; КонецПопытки;',
                "б",
            ),
            ("М = Новый Массив; Попытка А = М[0]; Исключение Возврат 5; КонецПопытки;", 5),
            ('С = Новый Структура("А"); Попытка А = С.Б; Исключение Возврат 6; КонецПопытки;', 6),
            ("Попытка А = Неопределено; А.Метод(); Исключение Возврат 7; КонецПопытки;", 7),
        ]:
            self.assertEqual(run(body), expected, body)

    def test_not_caught(self):
        with self.assertRaisesRegex(Raised, "^беда$") as caught:
            run('\n\tВызватьИсключение "беда";')
        self.assertEqual(caught.exception.in_full(), "{Проба(3)}: беда")

    def test_what_the_evaluator_does_not_know_is_never_caught(self):
        for body in ['Число("")', '?("а" < "б", 1, 2)', 'Сред("а", 0)']:
            with self.assertRaises(Unknown, msg=body):
                run(f"Попытка А = {body}; Исключение Возврат 1; КонецПопытки; Возврат 2;")

    def test_an_interface_of_the_platform_is_an_error_when_it_is_reached(self):
        made = Program(Platform(interfaces=["Справочники"]))
        module = made.load(
            "М", "Функция Ф(Х) Экспорт Если Х Тогда Возврат Справочники.Нет; КонецЕсли; Возврат 1; КонецФункции"
        )
        made.link()
        self.assertEqual(module.call("Ф", False), 1)
        with self.assertRaisesRegex(Unknown, "Справочники"):
            module.call("Ф", True)
