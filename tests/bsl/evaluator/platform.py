"""The platform's global names: functions, enumerations, constructors. Clock and interfaces are the test's to give.

A name that is not here does not exist for a module. `interfaces` are names of the platform that nothing here runs
(Справочники, Метаданные, windows): a module may hold them, and whoever runs into one gets an error.
"""

import datetime
import decimal
import uuid
from decimal import Decimal

from . import collections, http, json_text, strings
from .errors import Raised, Unknown
from .objects import Enumeration, Object
from .values import is_filled, is_number, to_boolean, to_number, type_name, whole

_ENUMERATIONS = {
    "КодировкаТекста": "UTF8 ANSI OEM UTF16 Системная",
    "ИспользованиеByteOrderMark": "Авто Использовать НеИспользовать",
    "ПереносСтрокJSON": "Авто Нет Unix Windows",
    "УровеньЖурналаРегистрации": "Ошибка Предупреждение Информация Примечание",
    "СпособКодированияСтроки": "КодировкаURL URLВКодировкеURL",
    "НаправлениеПоиска": "СНачала СКонца",
    "РежимБлокировкиДанных": "Исключительный Разделяемый",
}
_SYMBOLS = {"пс": "\n", "вк": "\r", "таб": "\t", "нпп": "\u00a0", "пф": "\f", "втаб": "\v"}


class Symbols(Object):
    type_name = "Символы"

    def __init__(self):
        super().__init__()
        self.fields = dict(_SYMBOLS)


class TypeValue(Object):
    type_name = "Тип"

    def __init__(self, name):
        super().__init__()
        self.name = name

    def __eq__(self, other):
        return isinstance(other, TypeValue) and self.name.lower() == other.name.lower()

    def __hash__(self):
        return hash(self.name.lower())

    def presentation(self):
        return self.name


class Uuid(Object):
    type_name = "УникальныйИдентификатор"

    def __init__(self, текст=None):
        super().__init__()
        try:
            self.value = uuid.uuid4() if текст is None else uuid.UUID(текст)
        except ValueError as error:
            raise Raised("Неверная строка при создании УникальныйИдентификатор") from error

    def __eq__(self, other):
        return isinstance(other, Uuid) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def presentation(self):
        return str(self.value)

    xml_text = presentation


class ErrorInformation(Object):
    type_name = "ИнформацияОбОшибке"

    def __init__(self, error):
        super().__init__()
        self.error = error
        self.fields = {"описание": error.text}


class Platform:
    """The global context. Tests add to `functions` and `properties` (lower-case names)."""

    def __init__(self, now=datetime.datetime(2026, 11, 28, 12, 0, 0), interfaces=()):
        self.program = None
        self.now = now
        self.interfaces = {name.lower(): name for name in interfaces}
        own = [getattr(self, name) for name in dir(self) if name[0].isupper()]
        self.functions = {f.__name__.lower(): f for f in [*strings.FUNCTIONS, *own, json_text.ЗаписатьJSON]}
        self.functions["прочитатьjson"] = json_text.ПрочитатьJSON
        self.functions["заполнитьзначениясвойств"] = collections.fill_properties
        self.properties = {name.lower(): Enumeration(name, members) for name, members in _ENUMERATIONS.items()}
        self.properties["символы"] = Symbols()
        self.constructors = {
            "массив": collections.new_array,
            "структура": collections.new_structure,
            "соответствие": collections.Map,
            "фиксированныймассив": lambda массив: collections.FixedArray(массив.items),
            "записьjson": json_text.Writer,
            "чтениеjson": json_text.Reader,
            "параметрызаписиjson": json_text.WriterSettings,
            "уникальныйидентификатор": Uuid,
            "httpсервисответ": http.ServiceAnswer,
            "httpзапрос": http.Request,
            "httpсоединение": http.Connection,
        }

    # How names are found.

    def function(self, name):
        return self.functions.get(name.lower()) or self._interface(name)

    def constructor(self, name):
        return self.constructors.get(name.lower()) or self._interface(name)

    def property(self, name):
        found = self.properties.get(name.lower())
        if found is not None:
            return lambda: found
        return self._interface(name)

    def _interface(self, name):
        known = self.interfaces.get(name.lower())
        if known is None:
            return None

        def run(*arguments):
            raise Unknown(f"{known}: an interface of the platform, which is not run here")

        return run

    # Numbers.

    def Число(self, значение):
        return to_number(значение)

    def Булево(self, значение):
        if isinstance(значение, str):
            raise Unknown(f"Булево of the text {значение!r}")
        return to_boolean(значение)

    def Цел(self, число):
        return to_number(число).to_integral_value(rounding=decimal.ROUND_DOWN)

    def Окр(self, число, знаков=Decimal(0)):
        step = Decimal(1).scaleb(-whole(знаков, "Окр"))
        rounded = to_number(число).quantize(step, rounding=decimal.ROUND_HALF_UP)
        return rounded if знаков > 0 else rounded.to_integral_value()

    def Мин(self, *значения):
        return min(self._numbers(значения))

    def Макс(self, *значения):
        return max(self._numbers(значения))

    def _numbers(self, given):
        if not given or not all(is_number(value) for value in given):
            raise Unknown(f"Мин or Макс of {given!r}")
        return given

    # Dates.

    def Дата(self, год, месяц=None, день=None, час=Decimal(0), минута=Decimal(0), секунда=Decimal(0)):
        if isinstance(год, str):
            if месяц is not None or len(год) not in (8, 14) or not год.isdigit():
                raise Raised("Преобразование значения к типу Дата не может быть выполнено")
            parts = [год[:4], год[4:6], год[6:8], *(год[at : at + 2] or "0" for at in (8, 10, 12))]
        else:
            parts = [год, месяц, день, час, минута, секунда]
        try:
            return datetime.datetime(*(int(part) for part in parts))
        except (ValueError, TypeError) as error:
            raise Raised("Преобразование значения к типу Дата не может быть выполнено") from error

    def ТекущаяДата(self):
        return self.now + datetime.timedelta(hours=3)

    def ТекущаяДатаСеанса(self):
        return self.now + datetime.timedelta(hours=3)

    def ТекущаяУниверсальнаяДата(self):
        return self.now

    def Год(self, дата):
        return дата.year

    def Месяц(self, дата):
        return дата.month

    def День(self, дата):
        return дата.day

    def Час(self, дата):
        return дата.hour

    def Минута(self, дата):
        return дата.minute

    def Секунда(self, дата):
        return дата.second

    def НачалоДня(self, дата):
        return дата.replace(hour=0, minute=0, second=0)

    # Types.

    def Тип(self, имя):
        return TypeValue(имя)

    def ТипЗнч(self, значение):
        return TypeValue(type_name(значение))

    def ЗначениеЗаполнено(self, значение):
        return is_filled(значение)

    # Errors.

    def ИнформацияОбОшибке(self):
        if not self.program.errors:
            raise Unknown("ИнформацияОбОшибке outside Исключение")
        return ErrorInformation(self.program.errors[-1])

    def ОписаниеОшибки(self):
        return self.ИнформацияОбОшибке().error.in_full()

    def ПодробноеПредставлениеОшибки(self, информация):
        return информация.error.in_full()

    def КраткоеПредставлениеОшибки(self, информация):
        return информация.error.text

    def УстановитьПривилегированныйРежим(self, включить):
        """Ends with the procedure that set it. What switching it off does to a caller's own setting is not relied on."""
        if not to_boolean(включить):
            raise Unknown("УстановитьПривилегированныйРежим(Ложь)")
        self.program.frames[-1].privileged = True
