"""A small base in memory: what the modules' queries, records and jobs work on. Test code: no 1C is here.

`queries.py` runs the query language over tables; `store.py` holds tables, references and registers; `metadata.py` reads
the extension's own XML, so that a record with an unknown field, or a text too long for its field, is an error;
`interfaces.py` gives the modules Запрос, РегистрыСведений, Справочники and what else they touch.
"""

from .interfaces import Base
from .store import Reference

__all__ = ["Base", "Reference"]
