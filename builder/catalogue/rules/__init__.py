"""What a program can see wrong in a translation: one module for each kind of rule, `check` runs them all."""
