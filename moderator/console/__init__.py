"""What people see: windows, widgets, Qt models and look."""
