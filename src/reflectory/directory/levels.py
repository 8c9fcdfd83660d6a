"""What kinds of organisation there are, and which of them are governments.

A department is a part of a government and is counted as that government. All else is no government.
"""

from django.utils.translation import gettext_lazy as _

CITY, COUNTY, STATE = "city", "county", "state"
TRIBAL_NATION, NATION, DISTRICT = "tribal_nation", "nation", "district"
DEPARTMENT = "department"
COMMUNITY, FUNDER, ACADEMIC, TECH, OPERATOR = "community", "funder", "academic", "tech", "operator"

LEVELS = [
    (CITY, _("city")),
    (COUNTY, _("county")),
    (STATE, _("state")),
    (TRIBAL_NATION, _("tribal nation")),
    (NATION, _("nation")),
    (DISTRICT, _("district")),
    (DEPARTMENT, _("department")),
    (COMMUNITY, _("community body")),
    (FUNDER, _("funder")),
    (ACADEMIC, _("academic body")),
    (TECH, _("technology partner")),
    (OPERATOR, _("learning partner")),
]
# Those that are counted as governments by themselves; a department is counted as the one that it is part of.
GOVERNMENTS = (CITY, COUNTY, STATE, TRIBAL_NATION, NATION, DISTRICT)
LOCALITIES = (CITY, COUNTY, TRIBAL_NATION, DISTRICT)
