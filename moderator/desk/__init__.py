"""What people do: one running forum, its commands, what changed, undo."""
