"""Screens of the live house: rooms and their hand keys, the round of a floor, imports, the hotel's wishes."""
