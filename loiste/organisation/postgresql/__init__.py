"""PostgreSQL as Loiste uses it; Django loads it by the name in the settings when DATABASE_URL is set."""
