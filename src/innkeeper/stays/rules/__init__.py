"""The rules of the live house: what a room's state and a stay may become. Pure."""
