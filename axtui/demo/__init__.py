"""A loopback imitation of both APIs with invented data, written from the API documents alone."""
