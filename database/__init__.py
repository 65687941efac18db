"""SQL compiled once and prepared once, below every model."""
