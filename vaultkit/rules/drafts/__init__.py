"""Letters: what one is for, what it is about, and how the owner's own words fit into it."""
