"""The outside world: files, processes, the store, the clock, the network."""
