"""What the program does, without a screen: one function per job, used by both doors."""
