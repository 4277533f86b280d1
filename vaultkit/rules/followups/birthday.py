"""*Birthday*: it always shows on its day, and some time before."""

from collections.abc import Iterator
from datetime import date, timedelta

from vaultkit.model.followup import FollowUp
from vaultkit.model.person import Birthday
from vaultkit.model.phrase import phrase
from vaultkit.rules.followups.situation import Situation


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Due on the day itself, shown from `birthday_days` before it; gone the day after."""
    person = situation.person
    if person.birthday is None:
        return
    day = next_birthday(person.birthday, situation.today)
    if day > situation.today + timedelta(days=situation.settings.birthday_days):
        return
    age = day.year - person.birthday.year if person.birthday.year else 0
    yield FollowUp(
        kind="birthday",
        person=situation.ref,
        due=day,
        reason=phrase("turns {age}", age=age) if age > 0 else phrase("birthday"),
        why=phrase("the birthday stands in the note, line {line}", line=person.places.get("birthday", 1)),
        network=person.network,
    )


def next_birthday(birthday: Birthday, today: date) -> date:
    """The next one from today on; 29 February is kept on the 28th in other years."""
    for year in (today.year, today.year + 1):
        try:
            day = date(year, birthday.month, birthday.day)
        except ValueError:
            day = date(year, 2, 28)
        if day >= today:
            return day
    raise AssertionError("a birthday comes every year")
