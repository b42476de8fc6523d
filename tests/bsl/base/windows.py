"""What a client shows: notices, questions, links that are followed. Recorded, and answered by the test.

`shown` is what the user saw, in order; `typed` and `chosen` are his answers to the next questions.
"""

from evaluator import UNDEFINED, Unknown
from evaluator.objects import Enumeration, Object, method


class Windows:
    """Gives a platform the client's functions."""

    def __init__(self, platform):
        self.platform, self.shown, self.waiting, self.link = platform, [], {}, UNDEFINED
        self.typed, self.chosen = [], []
        platform.functions |= {
            "показатьоповещениепользователя": self._notice,
            "показатьпредупреждение": self._warning,
            "показатьвводстроки": self._ask,
            "перейтипонавигационнойссылке": lambda ссылка: self.shown.append(("link", ссылка)),
            "подключитьобработчикожидания": self._wait,
            "отключитьобработчикожидания": lambda имя: self.waiting.pop(имя, None),
            "активноеокно": lambda: Window(self),
        }
        platform.constructors |= {"описаниеоповещения": Handler, "списокзначений": lambda: ValueList(self)}
        platform.properties["статусоповещенияпользователя"] = Enumeration(
            "СтатусОповещенияПользователя", "Важное Информация"
        )

    def _notice(self, текст="", действие=UNDEFINED, пояснение="", картинка=UNDEFINED, статус=UNDEFINED, ключ=UNDEFINED):
        self.shown.append(("notice", текст, действие, пояснение))

    def _warning(self, описание=UNDEFINED, текст=""):
        self.shown.append(("warning", текст))

    def _wait(self, имя, интервал, однократно=False):
        self.waiting[имя] = (int(интервал), однократно)

    def _ask(self, описание, строка="", подсказка="", длина=UNDEFINED, многострочный=False):
        self.shown.append(("asked", подсказка, строка))
        self.call(описание, self.typed.pop(0))

    def call(self, handler, result):
        """What the platform does when a window closes."""
        if not isinstance(handler, Handler):
            raise Unknown(f"a handler: {handler!r}")
        handler.module.module.call(handler.procedure, result, handler.extra)

    def press(self, at=-1):
        """A click on a notice: its link is followed, its handler called with what it was given."""
        action = self.shown[at][2]
        if isinstance(action, Handler):
            action.module.module.call(action.procedure, action.extra)
        else:
            self.shown.append(("link", action))


class Handler(Object):
    type_name = "ОписаниеОповещения"

    def __init__(self, процедура, модуль, дополнительно=UNDEFINED):
        super().__init__()
        self.procedure, self.module, self.extra = процедура, модуль, дополнительно
        if процедура.lower() not in модуль.module.procedures:
            raise Unknown(f"ОписаниеОповещения: {модуль.module.name}.{процедура} is nowhere")


class Window(Object):
    type_name = "ОкноКлиентскогоПриложения"

    def __init__(self, windows):
        super().__init__()
        self.windows = windows

    @method
    def ПолучитьНавигационнуюСсылку(self):
        return self.windows.link


class ValueList(Object):
    type_name = "СписокЗначений"

    def __init__(self, windows):
        super().__init__()
        self.windows, self.lines = windows, []

    @method
    def Добавить(self, значение, представление=""):
        self.lines.append(ListItem(значение, представление))

    @method
    def ПоказатьВыборЭлемента(self, описание, заголовок=""):
        self.windows.shown.append(("list", заголовок, [line.get("Представление") for line in self.lines]))
        chosen = self.windows.chosen.pop(0)
        self.windows.call(описание, UNDEFINED if chosen is None else self.lines[chosen])


class ListItem(Object):
    type_name = "ЭлементСпискаЗначений"

    def __init__(self, value, presentation):
        super().__init__()
        self.fields = {"значение": value, "представление": presentation}
