"""What holds for every command: help with an example, exit codes, errors in one sentence."""

import subprocess
import sys

import pytest

from taonto.cli import COMMANDS, run


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_with_an_example(command, capsys):
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text and f"taonto {command}" in text


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
        (["generate", "5", "--faults", "2"], "2 faults per record can't be planted"),
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
    assert ("would be lost" in error or "would be written twice" in error) and len(error.splitlines()) == 1
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("command", ["validate {}", "convert {} out.ttl", "query phases-in-order --data {}"])
def test_a_folder_or_a_missing_file_is_said_before_its_suffix(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "somedir").mkdir()
    for name, message in (("somedir", "is a folder; name a file in it"), ("missing", "no such file")):
        assert run(command.format(name).split()) == 2
        assert f"{name}: {message}" in capsys.readouterr().err


def test_a_closed_pipe_is_no_error():
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
