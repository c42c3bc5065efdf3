"""Round trip: a recogniser listens to a published edition, and what it heard is compared with the text."""
