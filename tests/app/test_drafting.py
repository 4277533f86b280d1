"""What the log says of a draft that was sent is understood by the follow-ups, in every language."""

from datetime import date

import pytest

from vaultkit.app.drafting import LOGGED
from vaultkit.model.draft import Purpose
from vaultkit.rules.asks import is_question
from vaultkit.store.words import Words

WAITS = {Purpose.ASK, Purpose.INTRO, Purpose.RECONNECT, Purpose.REPLY}
"""After these an answer is waited for."""


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("purpose", Purpose)
def test_a_question_waits_for_its_answer_and_thanks_do_not(purpose: Purpose, language: str) -> None:
    said = Words(language, date(2026, 11, 23)).gettext(LOGGED[purpose])
    assert is_question(said) == (purpose in WAITS), said
