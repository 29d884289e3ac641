"""What a complaint leaves behind: cause, measure, effect."""
