"""The pages of notices: the list and the bell, and the ways out of the house."""
