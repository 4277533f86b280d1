"""Nouns: what a note, a person, a meeting, a follow-up *is*. Standard library only."""
