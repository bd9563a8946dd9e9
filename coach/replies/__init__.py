"""Does a reply fit what was said? Learned from own examples, used to rank what is offered."""
