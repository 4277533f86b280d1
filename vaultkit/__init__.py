"""vaultkit: a folder of notes, one per person, kept as a network that is really tended."""
