"""Worker: how a file is read in a process of its own, and its articles are put together in this one."""
