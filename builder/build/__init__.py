"""Building: the workspace, the order of the steps, and what is published."""
