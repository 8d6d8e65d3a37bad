"""Mail: how a message or a mailbox becomes articles; what is attached becomes articles of its own."""

from index.documents.mail.message import read_eml, read_mbox
from index.documents.mail.outlook import read_msg

__all__ = ["read_eml", "read_mbox", "read_msg"]
