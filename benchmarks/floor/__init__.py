"""What the same answers cost when PostgreSQL alone writes them."""
