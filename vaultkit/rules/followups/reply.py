"""*Reply*: somebody was asked and has not answered. First another way, then one nudge, then rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vaultkit.model.edit import Edit
from vaultkit.model.followup import FollowUp
from vaultkit.model.log import LogLine
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.model.queueline import QueueLine
from vaultkit.model.settings import Settings
from vaultkit.rules.asks import nudges, unanswered
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import skipped, touched
from vaultkit.rules.workdays import working_days_after

ANOTHER_WAY = 3
"""Working days after the question."""
NUDGE = 7
"""Working days after the question; as many after the second way as there are between the two."""
_JULY = 7


@dataclass(frozen=True, slots=True)
class Silence:
    """A question that waits for its answer."""

    asked: tuple[LogLine, ...]
    """The question and what was tried since, oldest first; never empty."""
    another_way: date
    nudge: date
    """The days on which each step is due."""

    @property
    def day(self) -> date:
        """When the question was asked."""
        return self.asked[0].day

    @property
    def rests(self) -> bool:
        """Whether all that can be done was done; a log may tell of a nudge before the question of its day."""
        return len(self.asked) > 2 or (len(self.asked) > 1 and any(nudges(line.text) for line in self.asked))


def follow_ups(situation: Situation) -> Iterator[FollowUp]:
    """Another way is due three working days after the question, one nudge after seven.

    It rests `reply_days` later; an answer ends it, and so does any later contact. Silent while a meeting is
    planned, or where the owner has set a day for the next contact before it would rest.
    """
    silence = _silence(situation)
    if silence is None or silence.rests or ("reply", silence.day) in situation.person.skipped:
        return
    first = len(silence.asked) == 1 and situation.today < silence.nudge
    due = silence.another_way if first else silence.nudge
    rest = due + timedelta(days=situation.settings.reply_days)
    rest = situation.waits_until("reply", silence.day, rest)
    planned = situation.set_by_owner
    if rest < situation.today or situation.coming or (planned is not None and planned <= rest):
        return
    days = ANOTHER_WAY if first else NUDGE
    yield FollowUp(
        kind="reply",
        person=situation.ref,
        due=due,
        reason=phrase("no answer since {day}: try another way", day=silence.day)
        if first
        else phrase("no answer since {day}: one friendly nudge", day=silence.day),
        why=nphrase(
            "asked on {day}, line {line}; {count} working day without an answer",
            "asked on {day}, line {line}; {count} working days without an answer",
            days,
            day=silence.day,
            line=silence.asked[0].line,
        ),
        network=situation.person.network,
        about_day=silence.day,
    )


def done(line: QueueLine, now: Situation, day: date) -> Sequence[Edit] | None:
    """They were asked again: the log says how. None where the question is not in the log any more."""
    silence = _silence(now)
    if silence is None or line.made < silence.day or silence.rests:
        return []
    said: Phrase | None = None
    if line.due == silence.another_way:
        if len(silence.asked) > 1:
            return []
        said = phrase("asked again, another way")
    elif line.due == silence.nudge:
        said = phrase("nudged")
    elif len(silence.asked) > 1 and silence.asked[-1].day >= line.made:
        return []
    return touched(now, max(day, silence.asked[-1].day), said) if said else None


def skip(line: QueueLine, now: Situation, day: date) -> Sequence[Edit]:
    """It may rest."""
    silence = _silence(now)
    return skipped("reply", silence.day, now) if silence and line.made >= silence.day else []


def _silence(now: Situation) -> Silence | None:
    """The question that waits; None where nobody was asked, or there was contact since."""
    asked = unanswered(now.person.log, now.today) if now.person.log else []
    if not asked:
        return None
    days = {line.day for line in asked}
    # The property is moved on by each question, too.
    others = (
        one
        for one in now.contacts
        if one.source != "log" and (one.source != "property" or one.day not in days)
    )
    since = max((one.day for one in others), default=date.min)
    asked = [line for line in asked if line.day >= since]
    if not asked:
        return None
    first, last = asked[0].day, asked[-1].day
    nudge = _after(first, NUDGE, now.settings)
    if len(asked) > 1:
        nudge = max(nudge, _after(last, NUDGE - ANOTHER_WAY, now.settings))
    return Silence(tuple(asked), _after(first, ANOTHER_WAY, now.settings), nudge)


def _after(day: date, count: int, settings: Settings) -> date:
    quiet = settings.quiet_months
    if quiet is None:
        quiet = (_JULY,) if settings.country == "NO" else ()
    return working_days_after(day, count, settings.country, quiet)
