"""Where laptops meet: who may do what, documents with their readers, and the sockets."""
