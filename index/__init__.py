"""What a document becomes on disk: readers, chunking, French, query nodes, engines, and the sync of folders."""
