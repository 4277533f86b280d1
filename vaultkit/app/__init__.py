"""Use cases: read, decide, write; one module per thing a user can ask for."""
