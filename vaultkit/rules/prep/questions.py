"""What a meeting is for, and the questions that fit: for information and advice, never for a job."""

from collections.abc import Mapping, Sequence

from vaultkit.model.meeting import Meeting
from vaultkit.model.phrase import Phrase, marked, phrase
from vaultkit.model.prep import Aim
from vaultkit.rules.asks import answers, is_question
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.vocabulary import AIMS, fold

QUESTIONS: Mapping[Aim, tuple[str, ...]] = {
    Aim.INFORMATION: (
        marked("How did you get into this work?"),
        marked("What does an ordinary week look like?"),
        marked("What is hardest to understand from outside?"),
        marked("What would you read, and whom would you listen to?"),
    ),
    Aim.ADVICE: (
        marked("This is what I am thinking of: what do you see that I do not?"),
        marked("What would you do first in my place?"),
        marked("What would you leave alone?"),
    ),
    Aim.INTRODUCTION: (
        marked("Who comes to your mind when you hear what I would like to learn?"),
        marked("May I say that the name came from you?"),
        marked("What should I know of them before I write?"),
    ),
    Aim.CATCHING_UP: (
        marked("What has happened since last time?"),
        marked("What takes most of your mind just now?"),
        marked("Whom of the old days do you still see?"),
    ),
    Aim.CUSTOMER: (
        marked("What takes more of your time than it should?"),
        marked("How do you solve it today, and what does that cost you?"),
        marked("What have you tried already?"),
        marked("Who else would have a say?"),
    ),
}
ALWAYS = (marked("Who else should I talk to?"), marked("Is there anything I can do for you?"))
"""At the end of every talk."""


def aim_of(meeting: Meeting | None, people: Sequence[Situation]) -> Aim:
    """What a meeting is for: what its note says.

    Else information from somebody new, advice from somebody known, and catching up where nothing is asked.
    Somebody who has only been asked for the meeting, and has answered, is new.
    """
    said = AIMS.get(fold(meeting.purpose)) if meeting and meeting.purpose else None
    if said is not None:
        return said
    if not any(map(_is_known, people)):
        return Aim.INFORMATION
    return Aim.ADVICE if any(now.person.ask for now in people) else Aim.CATCHING_UP


def _is_known(now: Situation) -> bool:
    """Whether there has been more between you than the question and the answer that led to the meeting."""
    if now.past:
        return True
    lines = [line for line in now.person.log if line.day <= now.today]
    arranged = {line.day for line in lines if is_question(line.text) or answers(line.text)}
    return any(contact.day not in arranged for contact in now.contacts)


def questions_for(aim: Aim) -> tuple[Phrase, ...]:
    """What to ask."""
    return tuple(phrase(text) for text in (*QUESTIONS[aim], *ALWAYS))


def has_purpose(meeting: Meeting | None, people: Sequence[Situation]) -> bool:
    """Whether anything says why to meet: what I give, what I want to learn, or what it is about."""
    if meeting is not None and (meeting.topic or meeting.purpose):
        return True
    return any(now.person.ask or now.person.offer for now in people)
