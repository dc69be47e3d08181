"""Under CI a skipped test fails the run: a skip there is a hole that nobody sees. Loaded with `-p tests.no_skips`."""

import os

import pytest

if os.environ.get("CI"):
    skipped: list[str] = []

    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            skipped.append(report.nodeid)

    def pytest_collectreport(report: pytest.CollectReport) -> None:
        if report.skipped:
            skipped.append(report.nodeid)

    def pytest_sessionfinish(session: pytest.Session) -> None:
        if skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
        if skipped:
            terminalreporter.section("skipped, which CI does not allow", red=True)
            for name in skipped:
                terminalreporter.line(name)
