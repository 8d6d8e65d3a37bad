"""Office documents: what word processors, slide shows and e-books are saved as, one module a format."""

from index.documents.office.doc import read_doc
from index.documents.office.docx import read_docx
from index.documents.office.epub import read_epub
from index.documents.office.opendocument import read_opendocument
from index.documents.office.pptx import read_pptx
from index.documents.office.rtf import read_rtf

__all__ = ["read_doc", "read_docx", "read_epub", "read_opendocument", "read_pptx", "read_rtf"]
