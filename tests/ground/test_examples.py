"""The examples in docstrings do what they say."""

import doctest
import importlib
import pkgutil

import pytest

import reflectory

MODULES = [module.name for module in pkgutil.walk_packages(reflectory.__path__, "reflectory.")]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith(".__main__")])
def test_examples_in_docstrings_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
