"""What was answered, summed up: `reading` for whom, `summaries` by question, `groups` compared, `triads` drawn."""
