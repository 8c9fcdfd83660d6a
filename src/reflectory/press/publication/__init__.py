"""The published report as files: a site, a PDF, data and cards, all made from one `Publication`."""
