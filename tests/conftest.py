"""What every test gets: the tables, the keys' database, no surprise from the network."""
