"""Values in, values out: every decision of the program, without I/O, clock or async."""
