"""What every layer may use: errors, languages, units, digests, suggestions."""
