"""Merges and their undoing: who may, what is refused, what stays as it was."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.act import Act
from loiste.accounts.doors import accounts_for
from loiste.accounts.merging import undo_merge
from loiste.accounts.models import Account, Audit, Contact, Identity, Merge
from loiste.accounts.projection import project
from tests.integration.sending import NOW
from tests.integration.twins import TODAY, Story, told_by_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(home, people):
    told_by_files(home)
    project(home, as_of=TODAY)
    return Story(home, people["colleague"])


def test_a_merged_account_is_in_no_list_and_is_back_after_the_undoing(story, people):
    story.merge("A", "B")
    assert sorted(accounts_for(people["colleague"]).values_list("ref", flat=True)) == ["A", "C"]
    assert Contact.objects.get(ref="PB").account.ref == "A"
    undo_merge(story.act, Merge.objects.get())
    undo_merge(story.act, Merge.objects.get())
    assert sorted(accounts_for(people["colleague"]).values_list("ref", flat=True)) == ["A", "B", "C"]
    assert Contact.objects.get(ref="PB").account.ref == "B"
    assert list(Audit.objects.values_list("action", flat=True)) == ["account.merge", "account.unmerge"]


def test_signals_and_references_are_left_as_they_are(story):
    before = list(Identity.objects.values_list("id", "ref", "account"))
    story.merge("A", "B")
    assert list(Identity.objects.values_list("id", "ref", "account")) == before


def test_circles_and_what_is_merged_already_are_refused(story):
    story.merge("A", "B")
    for kept, gone in (("A", "A"), ("B", "A"), ("C", "B"), ("B", "C")):
        with pytest.raises(ValidationError):
            story.merge(kept, gone)
    story.merge("C", "A")
    assert story.row(Account, "B").ref == "C"


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_those_who_may_change_merge_and_undo(story, people, who):
    story.act = Act(story.act.home, people[who], NOW, TODAY)
    story.merge_people("PA", "PB")
    undo_merge(story.act, Merge.objects.get())
    assert set(Audit.objects.values_list("by", flat=True)) == {people[who].email}


def test_a_reader_merges_nothing(story, people):
    story.merge("A", "B")
    story.act = Act(story.act.home, people["read_only"], NOW, TODAY)
    for verb in (lambda: story.merge("A", "C"), lambda: undo_merge(story.act, Merge.objects.get())):
        with pytest.raises(PermissionDenied):
            verb()
    assert Merge.objects.get().undone_at is None
