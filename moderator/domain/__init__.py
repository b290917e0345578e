"""What a forum is and its rules: values and pure functions; time is passed in."""
