"""`reflectory explore`: from a file of what people said to a report that can be defended."""
