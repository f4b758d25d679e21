"""Who was asked to meetings and came: counts, and what nobody wrote down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.attendance import Attendance, Meeting, attendance, missing

DAY = 1000
MET = (
    Meeting(1, 900, (1, 2), (1, 2, 3)),  # before the 90 days
    Meeting(2, 911, (1, 2), (1, 2, 3)),
    Meeting(3, 950, (1,), ()),
    Meeting(4, 990, (2, 4), (1, 2, 3)),  # 4 came unasked
    Meeting(5, 1001, (3,), (3,)),  # still to come
)


def test_an_account_counts_meetings_and_of_those_asked_who_came():
    found = attendance(MET, DAY)
    assert found == Attendance(meetings=3, told=2, asked=6, came=3, rows=(4, 3, 2))
    assert found.untold == 1


def test_a_person_counts_the_meetings_they_were_at_or_asked_to():
    assert attendance(MET, DAY, 3) == Attendance(2, 2, 2, 0, (4, 2))
    assert attendance(MET, DAY, 1) == Attendance(3, 2, 2, 1, (4, 3, 2))
    assert attendance(MET, DAY, 4) == Attendance(1, 0, 0, 0, (4,))
    assert attendance(MET, DAY, 9) == Attendance()


def test_missed_is_asked_and_not_there():
    assert MET[3].missed == (1, 3)
    assert MET[2].missed == ()
    assert not MET[2].told


def test_who_never_came_is_told_from_the_third_meeting_on():
    assert missing([(10, False), (20, False)]) is None
    found = missing([(40, False), (10, False), (20, False), (60, False)])
    assert found is not None
    assert (found.asked, found.since, found.last) == (4, 40, 60)
    assert missing([(10, False), (20, False), (30, False), (60, True)]) is None


people = st.lists(st.integers(1, 5), unique=True).map(tuple)
meetings = st.lists(
    st.builds(Meeting, st.integers(1, 99), st.integers(900, 1010), people, people), max_size=8
)


@given(meetings)
def test_the_whole_is_the_sum_of_its_people(some):
    whole = attendance(some, DAY)
    each = [attendance(some, DAY, one) for one in range(1, 6)]
    assert whole.asked == sum(one.asked for one in each)
    assert whole.came == sum(one.came for one in each)
    assert whole.came <= whole.asked
    assert whole.told + whole.untold == whole.meetings
