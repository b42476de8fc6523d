"""The modules of package/1c: where they are, on which side each runs, and a program of them over a base in memory."""

import functools
import pathlib
import re
import xml.etree.ElementTree as ElementTree

from base import Base, metadata
from evaluator import Program
from evaluator.syntax import SERVER, THIN_CLIENT

PACKAGE = pathlib.Path(__file__).parents[2] / "package" / "1c"
EXTENSION = PACKAGE / "extension"

# Names of the platform that nothing here runs: TLS, the windows of an ordinary application of 8.2,
# the standard library's modules.
INTERFACES = """
    ЗащищенноеСоединениеOpenSSL СертификатыУдостоверяющихЦентровОС
    ОткрытьЗначение глЗначениеПеременной Сообщить СерверныеОповещения
""".split()


@functools.cache
def text(path):
    return path.read_text(encoding="utf-8-sig")


@functools.cache
def modules():
    """`(name, path, is common, side)` of every module of the extension."""
    return list(_modules())


def _modules():
    for path in sorted(EXTENSION.rglob("*.bsl")):
        parts = path.relative_to(EXTENSION).parts
        common = parts[0] == "CommonModules"
        name = parts[1] if len(parts) > 2 else path.stem
        on_client = path.stem in ("CommandModule", "ManagedApplicationModule") or (common and not _is_server(parts[1]))
        yield name, path, common, THIN_CLIENT if on_client else SERVER


def _is_server(name):
    root = ElementTree.parse(EXTENSION / "CommonModules" / f"{name}.xml").getroot()
    return any(node.tag.endswith("}Server") and node.text == "true" for node in root.iter())


def called_by_the_platform():
    """`(module, procedure)` that the extension's XML names as a handler or a job's method, and jobs that code starts."""
    found = set()
    for path in EXTENSION.rglob("*.xml"):
        for place in re.findall(r"<(?:Handler|MethodName|ProcedureName)>([\w.]+)<", text(path)):
            parts = place.removeprefix("CommonModule.").split(".")
            found.add((parts[0], parts[1]) if len(parts) == 2 else (path.stem, place))
    for path in EXTENSION.rglob("*.bsl"):
        found |= set(re.findall(r'"(agi1c_\w+)\.(\w+)"', text(path)))
    return found


@functools.cache
def _registers():
    return list(metadata.registers(EXTENSION))


def load(tables=(), **platform):
    """The extension over a base with its own registers and these tables of the configuration."""
    platform.setdefault("interfaces", INTERFACES)
    base = Base([*_registers(), *tables], metadata.constants(EXTENSION), **platform)
    program = Program(base)
    program.own = {name: program.load(name, text(path), side, common) for name, path, common, side in modules()}
    return program


# Modules of the extension that serve other configurations too: they touch no base.
PLAIN = ("agi1c_Номера", "agi1c_НомераВТексте", "agi1c_Ответы")


def load_one(file, tables=(), area="", **platform):
    """A module for other configurations (package/1c/modules) among the common modules it is put beside.

    `area` is written into its КодГорода, as its administrator does it.
    """
    platform.setdefault("interfaces", INTERFACES)
    program = Program(Base(tables, **platform))
    program.own = {}
    for name in PLAIN:
        program.own[name] = program.load(name, text(EXTENSION / "CommonModules" / name / "Ext" / "Module.bsl"))
    calls = "calls-ut103.bsl"
    program.own[calls] = program.load("agi1c_Звонки", text(PACKAGE / "modules" / calls), origin=calls)
    if file != calls:
        edited = text(PACKAGE / "modules" / file).replace('Возврат "";', f'Возврат "{area}";', 1)
        program.own[file] = program.load(file, edited, common=False)
    return program
