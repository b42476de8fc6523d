"""Runs package/1c's modules and the tests of the evaluator that runs them; `run NAME…` takes tests with NAME in them.

Prints which functions no test ran: each holds an interface of the platform, or the run fails.
"""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import coverage_of_functions  # noqa: E402 (the path comes first)


def main(wanted):
    here = str(pathlib.Path(__file__).parent)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{word}*" for word in wanted] or None
    suite = unittest.TestSuite(
        loader.discover(f"{here}/{folder}", top_level_dir=here) for folder in ("language", "modules")
    )
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors)
    passed = result.testsRun - failed
    if not wanted:
        left = coverage_of_functions.not_run()
        for function, reason in left:
            print(f"not run: {function}: {reason or 'nothing in it forbids it: run it'}")
        unexplained = [function for function, reason in left if not reason]
        failed, passed = failed + bool(unexplained), passed + (not unexplained)
        print(f"summary: {len(coverage_of_functions.ran())} procedures of 1C were run, {len(left)} left to a 1C")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
