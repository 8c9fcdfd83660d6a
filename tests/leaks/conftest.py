"""What is kept beside the database, letters and files, lies in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def a_folder(settings, tmp_path) -> None:
    settings.REFLECTORY_DIR = tmp_path
    settings.EMAIL_BACKEND = "reflectory.core.mail.FolderBackend"
