"""The pages of complaints: what is done on one (doing), and what the house keeps beside all of them (house)."""
