"""What holds for every file: planning writes nothing, carrying out makes what was said, twice is as good as once."""

import csv
import io

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reflectory.programmes.models import StageChange
from tests import portfolio
from tests.programmes.imports.planting import bring, n_rows, plan_of

pytestmark = pytest.mark.django_db

PLACES = [
    ("Alder", ""), ("Alder", "city"), ("Alder", "planet"), ("Birch", ""), ("Saint Paul, MN", ""), ("Bogotá", "city"),
    ("Threshold Alliance", "community body"), ("Springfield", ""), ("No Such Place Anywhere", ""), ("", ""),
    ("=1+1", ""),
]  # fmt: skip
ROW = st.fixed_dictionaries({
    "place": st.sampled_from(PLACES),
    "stage": st.sampled_from(["", "active", "applied", "completed"]),
    "person": st.sampled_from(["", "Ana Reyes", "Bo Lind", "ana  REYES"]),
    "email": st.sampled_from(["", "", "ana@example.org", "bo@example.org", "nonsense"]),
    "role": st.sampled_from(["", "Core team member", "Executive sponsor", "wizard"]),
    "department": st.sampled_from(["", "Housing"]),
    "joined_on": st.sampled_from(["", "2021-03-04", "soon"]),
})  # fmt: skip


@settings(
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(found=st.lists(ROW, min_size=1, max_size=8))
def test_what_is_said_is_what_is_made_and_only_once(tmp_path, transaction_of_its_own, found):
    rows = [{**row, "organisation": row["place"][0], "level": row["place"][1]} for row in found]
    for row in rows:
        del row["place"]
    with transaction_of_its_own():
        of = portfolio.edition()
        portfolio.organisation("Alder")
        portfolio.team(of, portfolio.organisation("Birch"))
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        before = n_rows()
        if not any(any(row.values()) for row in rows):
            return
        plan = plan_of(tmp_path, of, text.getvalue())
        assert n_rows() == before
        assert plan.digest == plan_of(tmp_path, of, text.getvalue()).digest
        assert sum(plan.outcomes.values()) == sum(1 for row in rows if any(row.values()))
        n_changes = StageChange.objects.count()
        bring(of, plan)
        expected = {key: n + plan.counts.get(key, 0) for key, n in before.items()}
        assert n_rows() == {**expected, "stage changes": n_changes + plan.counts["teams"]}
        again = plan_of(tmp_path, of, text.getvalue())
        assert again.is_empty
        bring(of, again)
        assert n_rows() == {**expected, "stage changes": n_changes + plan.counts["teams"]}


@pytest.fixture
def transaction_of_its_own():
    """Makes a block whose writes are gone when it ends, so that each example begins with nothing."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def block():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block
