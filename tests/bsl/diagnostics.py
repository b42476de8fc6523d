#!/usr/bin/env python3
"""onec-hbk-bsl's diagnostics over package/1c, in the Debian 13 that tests/setup/bsl.sh made, with the rules below.

Rules of taste (numbers of returns, descriptions of parameters, magic numbers) are left out, and so are those that need
the configuration our extension extends. First the checker is shown faults that it must find.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PACKAGE = pathlib.Path(__file__).parents[2] / "package" / "1c"
CACHE = pathlib.Path(os.environ.get("AGI1C_CACHE") or pathlib.Path.home() / ".cache/agi1c")
ROOT = CACHE / "trixie-amd64"

RULES = """
    AllFunctionPathMustHaveReturn AssignAliasFieldsInQuery BeginTransactionBeforeTryCatch CanonicalSpellingKeywords
    CodeBlockBeforeSub CommentedCode CommitTransactionOutsideTryCatch CommonModuleAssign CompilationDirectiveLost
    ConsecutiveEmptyLines DeletingCollectionItem DuplicatedInsertionIntoCollection EmptyCodeBlock EmptyRegion
    EmptyStatement ExecuteExternalCode ExtraCommas FieldsFromJoinsWithoutIsNull FullOuterJoinQuery
    FunctionReturnsSamePrimitive FunctionShouldHaveReturn GlobalContextMethodCollision8312 IdenticalExpressions
    IfElseDuplicatedCondition IncorrectUseLikeInQuery IncorrectUseOfStrTemplate
    MissedRequiredParameter MissingEventSubscriptionHandler MissingSpace
    MissingTempStorageDeletion MissingTemporaryFileDeletion PairingBrokenTransaction ParseError ProcedureReturnsValue
    QueryParseError ReservedParameterNames ScheduledJobHandler SelectTopWithoutOrderBy SelfAssign SelfInsertion
    SemicolonPresence SeveralCompilerDirectives TimeoutsInExternalResources TryNumber UnaryPlusInConcatenation
    UnknownPreprocessorSymbol UnreachableCode UnusedLocalMethod UnusedLocalVariable UnusedParameters UseLessForEach
    UselessTernaryOperator UsingCancelParameter UsingGoto UsingHardcodeNetworkAddress UsingHardcodeSecretInformation
    UsingServiceTag WrongHttpServiceHandler WrongUseFunctionProceedWithCall WrongUseOfRollbackTransactionMethod
    WrongWebServiceHandler YoLetterUsage
""".split()

# What a rule takes for a fault and is none: (end of the path, rule).
NO_FAULTS = [
    # The platform calls these, and gives their parameters.
    ("CommandModule.bsl", "UnusedParameters"),
    ("agi1c_Клиент/Ext/Module.bsl", "UnusedParameters"),
    ("modules/identify-small-base.bsl", "UnusedLocalMethod"),
    ("modules/identify-ut103.bsl", "UnusedLocalMethod"),
    ("modules/identify-ut103.bsl", "UnusedParameters"),
    # A loop that counts, and looks at nothing of its count.
    ("agi1c_Очередь/Ext/Module.bsl", "UnusedLocalVariable"),
    # Lines of one long text, taken for statements behind Возврат.
    ("agi1c_Настройки/Ext/Module.bsl", "UnreachableCode"),
]

# What must be found, each by its rule: a checker that says nothing proves nothing.
FAULTS = {
    "ParseError": "Процедура А() Экспорт\n\tЕсли Б Тогда\nКонецПроцедуры\n",
    "SelfAssign": "Процедура А(Б) Экспорт\n\tБ = Б;\nКонецПроцедуры\n",
    "UnusedLocalVariable": "Процедура А() Экспорт\n\tНеНужна = 1;\nКонецПроцедуры\n",
    "UnreachableCode": "Функция А() Экспорт\n\tВозврат 1;\n\tБ = 2;\nКонецФункции\n",
    "EmptyCodeBlock": "Процедура А(Б) Экспорт\n\tЕсли Б Тогда\n\tКонецЕсли;\nКонецПроцедуры\n",
    "PairingBrokenTransaction": "Процедура А() Экспорт\n\tНачатьТранзакцию();\n\tБ();\nКонецПроцедуры\n",
    "SelectTopWithoutOrderBy": 'Функция А() Экспорт\n\tВозврат Новый Запрос("ВЫБРАТЬ ПЕРВЫЕ 5 Т.Код КАК Код ИЗ Справочник.Т КАК Т");\nКонецФункции\n',
    "UnusedLocalMethod": "Процедура Лишняя()\n\tБ();\nКонецПроцедуры\n",
    "FunctionShouldHaveReturn": "Функция А() Экспорт\n\tБ();\nКонецФункции\n",
    "IdenticalExpressions": "Функция А(Б) Экспорт\n\tВозврат Б = Б;\nКонецФункции\n",
    "YoLetterUsage": "Процедура А(Ёж) Экспорт\n\tБ(Ёж);\nКонецПроцедуры\n",
}


def main():
    if not (ROOT / "opt/bsl/.complete").exists():
        sys.exit(f"no checker in {ROOT}: tests/setup/bsl.sh installs it")
    with tempfile.TemporaryDirectory(prefix="agi1c-bsl-", dir=ROOT / "tmp") as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(PACKAGE, folder / "package")
        (folder / "faults").mkdir()
        for rule, text in FAULTS.items():
            (folder / "faults" / f"{rule}.bsl").write_text(text)
        unknown = sorted(set(RULES) - set(_known()))
        if unknown:
            sys.exit(f"rules that onec-hbk-bsl does not have: {unknown}")
        planted = {(pathlib.Path(each["file"]).stem, each["rule_name"]) for each in _check(folder / "faults")}
        missing = [rule for rule in FAULTS if (rule, rule) not in planted]
        found = _check(folder / "package")
        for each in found:
            place = each["file"].split("/package/", 1)[-1]
            print(f"package/1c/{place}:{each['line']}: {each['rule_name']}: {each['message']}")
        for rule in missing:
            print(f"{rule}: not found in {FAULTS[rule]!r}")
    modules = len(list(PACKAGE.rglob("*.bsl")))
    print(
        f"summary: {modules} modules, {len(RULES)} rules, {len(FAULTS) - len(missing)} of {len(FAULTS)} planted faults found"
    )
    failed = len({each["file"] for each in found}) + len(missing)
    print(f"{modules + len(FAULTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _check(path):
    """Findings of the chosen rules."""
    inside = "/" + str(path.relative_to(ROOT))
    command = ["chroot", str(ROOT), "/opt/bsl/bin/onec-hbk-bsl", "check", "--no-config", "--format", "json", inside]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit(f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return [found for found in json.loads(done.stdout) if found["rule_name"] in RULES and not _is_expected(found)]


def _is_expected(found):
    return any(found["file"].endswith(end) and found["rule_name"] == rule for end, rule in NO_FAULTS)


def _known():
    script = "from onec_hbk_bsl.analysis.diagnostics import RULE_METADATA as r; print(*[rule['name'] for rule in r.values()])"
    command = ["chroot", str(ROOT), "/opt/bsl/bin/python", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


if __name__ == "__main__":
    sys.exit(main())
