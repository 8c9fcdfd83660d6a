import numpy as np
import pytest
from threadpoolctl import threadpool_info

from reflectory.engine.parallel import in_threads, n_workers, one_blas_thread


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_results_come_in_the_order_of_the_items_whatever_the_number_of_workers(workers):
    assert in_threads(lambda n: n * n, range(50), workers=workers) == [n * n for n in range(50)]


def test_items_are_taken_only_as_they_are_needed():
    taken, done, ahead = [], [], []

    def items():
        for n in range(60):
            taken.append(n)
            ahead.append(len(taken) - len(done))
            yield n

    in_threads(done.append, items(), workers=2)
    assert len(done) == 60
    assert max(ahead) <= 2 * 2 + 2


def test_the_first_error_is_raised():
    with pytest.raises(ZeroDivisionError):
        in_threads(lambda n: 1 / n, [1, 0, 2], workers=2)


def test_inside_every_blas_has_one_thread():
    np.ones((2, 2)) @ np.ones((2, 2))
    with one_blas_thread():
        assert {pool["num_threads"] for pool in threadpool_info()} == {1}


def test_this_process_has_at_least_one_worker():
    assert n_workers() >= 1
