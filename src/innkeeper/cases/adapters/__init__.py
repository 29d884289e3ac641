"""What the spine asks of other rooms in their own words."""
