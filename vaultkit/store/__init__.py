"""The outside: one module per outside thing, without decisions."""
