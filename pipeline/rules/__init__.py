"""The rules of a good advice, and the engine that puts a dossier to them."""
