"""Every noun of the glossary as a frozen value: the leaf that all stages share."""
