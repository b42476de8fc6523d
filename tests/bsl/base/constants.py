"""Константы: one value each, fitted to its type."""

from evaluator.objects import Object, method


class ConstantManager(Object):
    type_name = "КонстантаМенеджер"

    def __init__(self, base, name):
        super().__init__()
        self.base, self.name = base, name

    @method
    def Получить(self):
        self.base.access("a read of a constant")
        return self.base.constants[self.name]

    @method
    def Установить(self, значение):
        self.base.access("a write to a constant", writes=True)
        self.base.constants[self.name] = self.base.constant_fields[self.name].fitted(значение)
