"""The live house: rooms in use, bookings, loaned items."""
