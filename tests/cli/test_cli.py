"""What holds for every command: help with an example, exit codes, errors in one sentence."""

import importlib
import re
import subprocess
import sys

import click
import pytest

from taonto.cli import COMMANDS, options, run


def parameters(command):
    return importlib.import_module(f"taonto.cli.{command}").command.params


def test_the_commands_are_those_of_the_design():
    assert set(COMMANDS) == {
        "demo",
        "validate",
        "template",
        "convert",
        "query",
        "analyze",
        "study",
        "terms",
        "check",
        "build",
        "generate",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command, capsys):
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    first = text.splitlines()[2].strip()
    assert first.split()[0] in {"Answer", "Check", "Find", "Make", "Run", "Show", "Turn", "Write"}
    example = re.split(r"^  Examples?:$", text, flags=re.MULTILINE)[1]
    assert re.search(rf"^    (?:.*\| )?taonto {command} ", example + " ", re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_option_and_argument(command, capsys):
    assert run([command, "--help"]) == 0
    usage, _, rest = capsys.readouterr().out.partition("\n")
    prose = rest.partition("Options:")[0]
    for parameter in parameters(command):
        if isinstance(parameter, click.Option):
            assert parameter.help.endswith("."), parameter.name
        else:
            names = re.findall(r"[A-Z]{2,}(?:\.\w+)?|\b[A-Z]\b", parameter.metavar)
            assert names and parameter.metavar in usage
            assert [name for name in names if name not in prose] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_default_is_shown_one_way(command, capsys):
    assert run([command, "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    shown = [
        parameter
        for parameter in parameters(command)
        if isinstance(parameter, click.Option)
        and (parameter.show_default or (isinstance(parameter.default, (str, int, float)) and parameter.default))
    ]
    assert text.count("[default: ") >= len(shown)
    assert "by default" not in text and "Default:" not in text


def test_an_option_is_the_same_in_every_command():
    metavars = {}
    for command in COMMANDS:
        for parameter in parameters(command):
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                metavars.setdefault(option, {}).setdefault((parameter.metavar, parameter.multiple), []).append(command)
    assert len(metavars["--output"]) == 2  # a file or a folder
    assert sum(map(len, metavars["--output"].values())) == 7
    assert sorted(metavars["--output"][("DIR", False)]) == ["analyze", "demo"]
    differing = {option for option, kinds in metavars.items() if len(kinds) > 1}
    assert differing == {"--output", "--format"}


def test_the_choices_are_those_of_the_library():
    from taonto.quality.check import CHECKS
    from taonto.records.sheets.rows import DEFAULT_BASE
    from taonto.report.validation.render import FORMATS
    from taonto.validation.findings import Severity
    from taonto.validation.rules import PROFILES
    from taonto.validation.run import ENGINES

    validate = {parameter.name: parameter for parameter in parameters("validate")}
    assert set(options.PROFILES) == set(PROFILES)
    assert list(validate["form"].type.choices) == list(FORMATS)
    assert list(validate["fail_on"].type.choices) == list(Severity)
    assert list(validate["engine"].type.choices) == list(ENGINES)
    convert = {parameter.name: parameter for parameter in parameters("convert")}
    assert convert["base"].show_default == DEFAULT_BASE
    named = ", ".join(list(CHECKS)[:-1]) + f" or {list(CHECKS)[-1]}"
    [only] = [parameter for parameter in parameters("check") if parameter.name == "only"]
    assert f"Run only this check: {named}." in only.help


def test_help_and_version(capsys):
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("taonto ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["qury"], "did you mean 'query'"),
        (["query", "--nonsense"], "No such option"),
        (["study", "x.csv"], "Missing option '--name'"),
        (["generate", "5", "--faults", "2"], " 0 to 1"),
        (["validate", "log.csv", "--annotate", "x.txt"], "give it a name that ends in .xlsx"),
    ],
)
def test_bad_options_are_one_sentence_and_exit_2(arguments, message, capsys):
    assert run(arguments) == 2
    output, error = capsys.readouterr()
    assert message in error and len(error.splitlines()) == 1
    assert output == ""


@pytest.mark.parametrize(
    "arguments",
    [
        "validate log.csv --output log.csv",
        "validate log.csv --output link.csv",
        "validate log.csv --metadata log.ttl --output ./log.ttl",
        "validate log.xlsx --annotate log.xlsx",
        "validate log.csv --annotate new.xlsx --output new.xlsx",
        "convert log.csv log.csv",
        "convert log.csv link.csv --format turtle",
        "convert log.ttl new.csv --rest log.ttl",
        "convert log.rest.ttl log.csv",
        "convert log.ttl new.csv --rest new.csv",
        "convert log.csv log.ttl --codes log.ttl",
        "generate 3 --output new.csv --manifest new.csv",
    ],
)
def test_what_is_read_is_never_written_over(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("log.csv", "log.ttl", "log.rest.ttl", "log.xlsx"):
        (tmp_path / name).write_text("<urn:a:s> <urn:a:p> 1 .")
    (tmp_path / "link.csv").symlink_to("log.csv")
    before = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert run(arguments.split()) == 2
    error = capsys.readouterr().err
    assert ("would be overwritten" in error or "would be written twice" in error) and len(error.splitlines()) == 1
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("command", ["validate {}", "convert {} out.ttl", "query phases-in-order --data {}"])
def test_a_folder_or_a_missing_file_is_said_before_its_suffix(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "somedir").mkdir()
    for name, message in (("somedir", "is a folder; name a file in it"), ("missing", "no such file")):
        assert run(command.format(name).split()) == 2
        assert f"{name}: {message}" in capsys.readouterr().err


def test_a_closed_pipe_is_not_an_error():
    command = f"{sys.executable} -m taonto query --list | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


@pytest.mark.parametrize("arguments", ["query phases-in-order", "terms visioning", "study --help"])
@pytest.mark.parametrize(
    ("where", "message"), [("> /dev/full", "No space left on device"), (">&-", "standard output is closed")]
)
def test_an_output_that_takes_nothing_is_one_sentence(arguments, where, message):
    command = f"{sys.executable} -m taonto {arguments} {where}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert message in done.stderr and len(done.stderr.splitlines()) == 1


def test_help_imports_no_heavy_library():
    code = "import sys; from taonto.cli import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rdflib", "pandas", "numpy", "pyshacl", "pyoxigraph"} & set(done.stdout.replace("'", "").split(", "))
