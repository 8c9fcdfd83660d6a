"""How many of the planted form letters are found, how many are wrongly joined, and at what cost."""
