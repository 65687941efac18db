"""A site of any size, the same each time, written by bulk inserts."""
