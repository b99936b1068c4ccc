"""Messages and help come in the language that --messages-in says, else in the locale's."""

from __future__ import annotations

import re

import pytest
from cli.runner import Run, RunPython

HAN = re.compile("[\u4e00-\u9fff]")
COMMANDS = [
    [], ["build"], ["check"], ["init"], ["schema"],
    ["lock"], ["upgrade"], ["git"], ["clauses"], ["clauses", "list"], ["clauses", "show"], ["clauses", "coverage"],
]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["--messages-in", "zh", "check", "x.yaml"],
        ["check", "x.yaml", "--messages-in", "zh"],
        ["check", "--messages-in=zh", "x.yaml"],
        ["check", "x.yaml", "--messages-in", "en", "--messages-in", "zh"],
    ],
)
def test_the_option_may_stand_before_and_after_the_command(slagen: Run, arguments: list[str]) -> None:
    ran = slagen(*arguments)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == "1 个错误，0 个警告"
    assert "x.yaml:1:1: 错误 LOAD001" in ran.err


def test_it_may_stand_between_a_group_and_its_command(slagen: Run) -> None:
    ran = slagen("clauses", "--messages-in", "zh", "coverage")
    assert ran.out.splitlines()[-1] == "已覆盖 39 / 39 条"


@pytest.mark.parametrize(
    ("locale", "chinese"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW.UTF-8"}, True),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, True),
        ({}, False),
    ],
)
def test_the_locale(process: RunPython, locale: dict[str, str], *, chinese: bool) -> None:
    ran = process("-m", "slagen", "check", "nowhere.yaml", **locale)
    assert ran.err.splitlines()[-1] == ("1 个错误，0 个警告" if chinese else "1 error, 0 warnings")


def test_json_and_wrong_usage_are_in_the_language_too(slagen: Run) -> None:
    assert HAN.search(slagen("check", "x.yaml", "--format", "json", "--messages-in", "zh").out)
    assert slagen("build", "x", "--lang", "fr", "--messages-in", "zh").err.startswith("错误：--lang：'fr' 不是")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_says_everything_in_both_languages(process: RunPython, command: list[str]) -> None:
    zh = process("-m", "slagen", *command, "--help", LC_ALL="zh_CN.UTF-8")
    en = process("-m", "slagen", *command, "--help")
    assert (zh.code, en.code) == (0, 0)
    assert not HAN.search(en.out)
    described = [line for line in zh.out.split("\n\n") if line.startswith(("选项：", "参数：", "命令："))]
    entries = [entry for part in described for entry in re.split(r"\n  (?! )", part)[1:]]
    assert entries
    assert [entry for entry in entries if not HAN.search(entry)] == []
    assert not re.search(r"Usage|OPTIONS|COMMAND|ARGS", zh.out)
    assert not re.search(r"<(?:path|str|list)", zh.out + en.out)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["init"], "缺少参数 DIR", "Missing argument 'DIR'."),
        (["nix"], "没有命令 nix", "No such command 'nix'."),
        (
            ["chek"],
            "没有命令 chek；是否应为 check、schema？",
            "No such command 'chek'. Did you mean 'check', 'schema'?",
        ),
        (
            ["build", "--lnag", "zh"],
            "没有选项 --lnag；是否应为 --lang？",
            "No such option: --lnag (Possible options: --lang)",
        ),
        (["build", "--lang"], "选项 --lang 需要一个值", "Option '--lang' requires an argument."),
        (["build", "--strict=1"], "选项 --strict 不带值", "Option '--strict' does not take a value."),
        (["init", "a", "b"], "多余的参数：b", "Got unexpected extra argument(s) (b)"),
        (
            ["check", ".", "--format", "x"],
            "--format：x 不是 text、json、github 之一",
            "Invalid value for '--format': 'x' is not one of 'text', 'json', 'github'.",
        ),
    ],
)
def test_wrong_usage_that_typer_finds(slagen: Run, arguments: list[str], zh: str, en: str) -> None:
    for language, said, heads in (
        ("zh", zh, ("用法：", "帮助：", "错误：")),
        ("en", en, ("Usage: ", "help: ", "error: ")),
    ):
        ran = slagen("--messages-in", language, *arguments)
        assert ran.code == 2
        *before, last = ran.err.splitlines()  # typer does not always say which command it was
        assert all(line.startswith(head) for line, head in zip(before, heads, strict=False))
        assert last == heads[-1] + said
