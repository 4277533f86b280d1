"""Verbs: pure functions of facts and a day. They import the model and nothing of the outside."""
