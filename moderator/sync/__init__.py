"""How laptops agree: the protocol's messages, and the link that carries them."""
