"""Where a forum is kept: durable updates, projections, search, backup, migrations."""
