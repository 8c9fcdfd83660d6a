"""The scripts without an ending, loaded as modules, so that what they judge by can be tested."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def load_script():
    """A function from a script's name to its module."""

    def load(name):
        loader = SourceFileLoader(name.replace("-", "_"), str(ROOT / "script" / name))
        module = module_from_spec(spec_from_loader(loader.name, loader))
        loader.exec_module(module)
        return module

    return load
