"""Settings, URLs, the CLI, the navigation list, subscriptions and schedules."""
