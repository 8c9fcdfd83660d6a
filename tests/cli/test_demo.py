"""What `reflectory demo` refuses before it builds anything; what it builds is told by tests/demonstration."""

import socket

from click.testing import CliRunner

from reflectory.cli import main


def test_an_installation_of_somebodys_own_is_refused_and_left_as_it_was(tmp_path):
    (tmp_path / "reflectory.sqlite3").write_bytes(b"theirs")
    result = CliRunner().invoke(main, ["demo", "--dir", str(tmp_path), "--no-serve"])
    assert (result.exit_code, result.stderr) == (
        2,
        f"{tmp_path} is an installation of somebody's own, and the demonstration would get mixed up with it. "
        "Choose another folder with --dir.\n",
    )
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("reflectory.sqlite3", b"theirs")
    ]


def test_a_port_that_is_taken_is_said_before_anything_is_built(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["demo", "--dir", str(tmp_path / "new"), "--port", str(port)])
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()
