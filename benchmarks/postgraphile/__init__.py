"""PostGraphile over the same tables, where Node and its packages are installed."""
