"""The pages of the spine: all cases, one case, and what is done to it; each thing that can be done is a noun."""
