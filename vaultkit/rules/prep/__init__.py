"""Before a meeting: who they are, what has been said and promised, whom we share, and what to ask."""
