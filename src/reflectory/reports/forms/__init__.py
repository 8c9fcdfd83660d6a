"""Forms of the editor: they check what can be checked of one piece, and never save by themselves."""
