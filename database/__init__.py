"""SQL compiled once and prepared once, and connections; below every model."""
