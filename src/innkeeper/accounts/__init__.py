"""Staff, roles per property, duty roster, sign-in, devices."""
