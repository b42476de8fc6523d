"""Массив, Структура, Соответствие, their fixed kin, and ТаблицаЗначений as far as the modules use it."""

from .errors import Raised, Unknown
from .objects import Cell, Object, method
from .values import UNDEFINED, equal, key_of, whole


class KeyAndValue(Object):
    type_name = "КлючИЗначение"

    def __init__(self, key, value):
        super().__init__()
        self.fields = {"ключ": key, "значение": value}


class Array(Object):
    type_name = "Массив"

    def __init__(self, items=()):
        super().__init__()
        self.items = list(items)

    def _at(self, index):
        at = whole(index, "an index")
        if not 0 <= at < len(self.items):
            raise Raised("Индекс находится за границами массива")
        return at

    def item(self, index):
        return self.items[self._at(index)]

    def set_item(self, index, value):
        self.items[self._at(index)] = value

    def each(self):
        # A collection that grows under its own loop is walked to its new end, as the platform does.
        at = 0
        while at < len(self.items):
            yield self.items[at]
            at += 1

    def is_filled(self):
        return bool(self.items)

    @method
    def Добавить(self, значение=UNDEFINED):
        self.items.append(значение)

    @method
    def Вставить(self, индекс, значение=UNDEFINED):
        self.items.insert(whole(индекс, "an index"), значение)

    @method
    def Найти(self, значение):
        return next((at for at, held in enumerate(self.items) if equal(held, значение)), None)

    @method
    def Количество(self):
        return len(self.items)

    @method
    def ВГраница(self):
        return len(self.items) - 1

    @method
    def Получить(self, индекс):
        return self.item(индекс)

    @method
    def Установить(self, индекс, значение):
        self.set_item(индекс, значение)

    @method
    def Удалить(self, индекс):
        del self.items[self._at(индекс)]

    @method
    def Очистить(self):
        self.items.clear()


class FixedArray(Array):
    type_name = "ФиксированныйМассив"
    methods = {name: Array.methods[name] for name in ("найти", "количество", "вграница", "получить")}
    set_item = Object.set_item


class Map(Object):
    type_name = "Соответствие"

    def __init__(self, pairs=()):
        super().__init__()
        self.pairs = {key_of(key): (key, value) for key, value in pairs}

    def item(self, index):
        return self.pairs.get(key_of(index), (index, UNDEFINED))[1]

    def set_item(self, index, value):
        self.pairs[key_of(index)] = (index, value)

    def each(self):
        # The platform promises no order; the order of insertion is as good as any.
        return iter([KeyAndValue(key, value) for key, value in self.pairs.values()])

    def is_filled(self):
        return bool(self.pairs)

    @method
    def Вставить(self, ключ, значение=UNDEFINED):
        self.set_item(ключ, значение)

    @method
    def Получить(self, ключ):
        return self.item(ключ)

    @method
    def Удалить(self, ключ):
        self.pairs.pop(key_of(ключ), None)

    @method
    def Количество(self):
        return len(self.pairs)

    @method
    def Очистить(self):
        self.pairs.clear()


class FixedMap(Map):
    type_name = "ФиксированноеСоответствие"
    methods = {name: Map.methods[name] for name in ("получить", "количество")}
    set_item = Object.set_item


class Structure(Object):
    type_name = "Структура"

    def __init__(self, pairs=()):
        super().__init__()
        self.names = {}
        self.fields = {}
        for name, value in pairs:
            self.insert(name, value)

    def insert(self, name, value):
        if not name.replace("_", "a").isalnum() or name[0].isdigit():
            raise Raised(f"Задано неправильное имя атрибута структуры ({name})")
        self.names.setdefault(name.lower(), name)
        self.fields[name.lower()] = value

    def no_field(self, name):
        raise Raised(f"Поле объекта не обнаружено ({name})")

    def set(self, name, value):
        if name.lower() not in self.fields:
            self.no_field(name)
        self.fields[name.lower()] = value

    def each(self):
        return iter([KeyAndValue(self.names[name], value) for name, value in self.fields.items()])

    def is_filled(self):
        return bool(self.fields)

    @method
    def Вставить(self, ключ, значение=UNDEFINED):
        self.insert(ключ, значение)

    @method
    def Свойство(self, ключ, значение: Cell = None):
        found = ключ.lower() in self.fields
        if значение is not None:
            значение.set(self.fields.get(ключ.lower(), UNDEFINED))
        return found

    @method
    def Удалить(self, ключ):
        self.fields.pop(ключ.lower(), None)
        self.names.pop(ключ.lower(), None)

    @method
    def Количество(self):
        return len(self.fields)

    @method
    def Очистить(self):
        self.fields.clear()
        self.names.clear()


def new_array(*sizes):
    if len(sizes) > 1:
        raise Unknown("Новый Массив of more dimensions")
    if sizes and isinstance(sizes[0], Array):
        return Array(sizes[0].items)
    return Array([UNDEFINED] * (whole(sizes[0], "a size") if sizes else 0))


def new_structure(имена="", *значения):
    if isinstance(имена, Structure):
        return Structure((pair.get("Ключ"), pair.get("Значение")) for pair in имена.each())
    names = [name.strip() for name in имена.split(",")] if имена.strip() else []
    if len(значения) > len(names):
        raise Raised("Слишком много фактических параметров (Структура)")
    filled = list(значения) + [UNDEFINED] * (len(names) - len(значения))
    return Structure(zip(names, filled))


def fill_properties(приемник, источник, только=None, кроме=None):
    """ЗаполнитьЗначенияСвойств: fields of the same name; the rest is left alone."""
    wanted = None if только is None else [name.strip().lower() for name in только.split(",")]
    without = [] if кроме is None else [name.strip().lower() for name in кроме.split(",")]
    for name in wanted if wanted is not None else list(источник.fields):
        if name in without:
            continue
        if name in источник.fields and name in приемник.fields:
            приемник.set(name, источник.fields[name])
        elif wanted is not None:
            raise Raised(f"Поле объекта не обнаружено ({name})")


def as_array(value):
    if not isinstance(value, Array):
        raise Raised("Несоответствие типов: expected Массив")
    return value.items
