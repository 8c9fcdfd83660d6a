"""How the manual is built: Sphinx with MyST, so that it is written in Markdown."""

from reflectory import __version__

project = "Reflectory"
author = "The Reflectory project"
project_copyright = "The Reflectory project, AGPL-3.0-or-later"
version = release = __version__
language = "en"

extensions = ["myst_parser"]
# No formulas through MathJax: it would be fetched from elsewhere. Arithmetic is written out.
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Reflectory"
html_show_sphinx = False
# The manual can be opened from a folder, without a server and without a network.
html_use_opensearch = ""
