"""Plain forms: each takes values, checks what is typed and tells the wish by a signal."""
