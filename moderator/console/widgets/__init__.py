"""Small building blocks of every window: named for screen readers, sized by their own text."""
