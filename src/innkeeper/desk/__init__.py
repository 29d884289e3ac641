"""Pages composed of many apps: my work, house board, intake, guest view, search, audit browser."""
