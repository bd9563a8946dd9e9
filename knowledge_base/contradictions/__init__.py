"""Where approved answers contradict each other or the provisions they rest on."""
