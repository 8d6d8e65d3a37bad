"""The Tantivy engine: a native index in a folder, for collections of any size."""
