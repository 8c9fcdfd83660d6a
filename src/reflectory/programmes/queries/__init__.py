"""Every read of programmes has a name; each list begins with `visible_to`."""
