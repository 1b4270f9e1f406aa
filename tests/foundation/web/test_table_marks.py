"""Marks of tables: they move with what is added, changed and deleted, for one query."""

import pytest
from pytest_django import DjangoAssertNumQueries

from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.table_marks import NOTHING, Mark, last_keys, marks_of
from tests.foundation.web.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def marks() -> tuple[Mark, ...]:
    return marks_of([(Organisation.objects.all(), "changed"), (User.objects.all(), "pk")])


def test_empty_tables_have_marks_too() -> None:
    assert marks() == ((0, NOTHING), (0, NOTHING))


def test_nothing_asked_is_nothing_answered(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert marks_of([]) == ()


def test_they_are_told_in_the_order_asked() -> None:
    make_organisation()
    people = [make_person().pk for _ in range(2)]
    assert [rows for rows, _last in marks()] == [1, 2]
    assert marks()[1] == (2, str(max(people)))


def test_each_moves_with_its_own_table_alone() -> None:
    first, second = make_organisation(), make_organisation()
    before = marks()
    first.save()
    changed = marks()
    assert changed[0] > before[0]
    assert changed[1] == before[1]
    second.delete()
    assert marks()[0] != changed[0]


def test_it_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_organisation()
    with django_assert_num_queries(1):
        marks()


def test_last_keys_move_with_new_rows_alone(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tables = [Organisation.objects.all(), User.objects.all()]
    assert last_keys(tables) == (0, 0)
    organisation, person = make_organisation(), make_person()
    organisation.save()
    with django_assert_num_queries(1):
        assert last_keys(tables) == (organisation.pk, person.pk)
    with django_assert_num_queries(0):
        assert last_keys([]) == ()
