"""The demo hotel: one invented city hotel of 300 rooms, its people, fourteen days of its work."""
