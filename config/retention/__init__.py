"""For how long each kind of data is kept: one table, shown and applied."""
