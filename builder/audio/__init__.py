"""Audio: units, joins and loudness, exact to the sample."""
