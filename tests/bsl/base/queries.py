"""Runs texts of the query language over the tables of a `Store`. A clause it does not know is an error."""

import functools

from evaluator import NULL, Unknown
from evaluator.syntax import children, query_complaints, query_tree, text_of

from .query_expressions import Row, folded


class Result:
    """Names of the columns in order, and rows by lower-case names."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows


def run(store, text, parameters):
    """The result of the last query of a package. Temporary tables live as long as the package."""
    found = query_complaints(text)
    if found:
        raise Unknown(f"a query does not parse: {found}\n{text}")
    temporary, result = {}, None
    for query in _queries(query_tree(text)):
        result = _query(store, query, parameters, temporary)
    return result


def _queries(node):
    if node.type == "query":
        yield node
    elif node.type in ("source_file", "query_package"):
        for child in children(node):
            yield from _queries(child)
    elif node.type != ";":
        raise Unknown(f"in a query: {node.type}")


def _query(store, query, parameters, temporary):
    sections = [child for child in children(query) if child.type == "select_section"]
    orders = [child for child in children(query) if child.type == "order_by_clause"]
    unknown = [child for child in children(query) if child.type not in ("select_section", "order_by_clause")]
    if unknown or len(sections) != 1 or len(orders) > 1:
        raise Unknown(f"in a query: {[child.type for child in unknown]}")
    select = _Select(store, sections[0], parameters, temporary)
    rows = select.rows(orders[0] if orders else None)
    result = Result(select.columns, rows)
    if select.into:
        temporary[select.into.lower()] = rows
    return result


class _Select:
    def __init__(self, store, section, parameters, temporary):
        self.store, self.parameters, self.temporary = store, parameters, temporary
        self.top, self.into, self.distinct, self.where, self.columns = None, None, False, None, []
        self.fields, self.sources = [], []
        for clause in children(section):
            read = getattr(self, f"_{clause.type}", None)
            if read is None:
                raise Unknown(f"in a query: {clause.type}")
            read(clause)

    def _SELECT_KEYWORD(self, clause):
        pass

    def _DISTINCT_KEYWORD(self, clause):
        self.distinct = True

    def _top_clause(self, clause):
        self.top = int(text_of(clause.child_by_field_name("count")))

    def _into_clause(self, clause):
        self.into = text_of(clause.child_by_field_name("name"))

    def _where_clause(self, clause):
        self.where = children(clause)[1]

    def _field_list(self, clause):
        for field in children(clause):
            if field.type != "field":
                continue
            value = field.child_by_field_name("value")
            alias = next((child for child in children(field) if child.type == "field_alias"), None)
            name = text_of(children(alias)[-1]) if alias else text_of(value).split(".")[-1]
            self.columns.append(name)
            self.fields.append((name.lower(), value))

    def _from_clause(self, clause):
        for source in children(children(clause)[1]):
            if source.type == ",":
                raise Unknown("in a query: tables apart by commas")
            self.sources.append(source)

    # Rows.

    def _table(self, name):
        return self.temporary[name.lower()] if name.lower() in self.temporary else self.store.rows(name)

    def _joined(self):
        """Every combination of rows: a table, then its joins from left to right."""
        if not self.sources:
            return [{}]
        source = self.sources[0]
        combined = [{_alias(source): row} for row in self._table(text_of(source.child_by_field_name("name")))]
        for join in children(source):
            if join.type == "join_clause":
                combined = self._join(combined, join)
        return combined

    def _join(self, combined, join):
        kind = text_of(join.child_by_field_name("kind")).upper() if join.child_by_field_name("kind") else "ВНУТРЕННЕЕ"
        if not kind.startswith(("ЛЕВОЕ", "ВНУТРЕННЕЕ")):
            raise Unknown(f"in a query: {kind} СОЕДИНЕНИЕ")
        alias, condition = _alias(join), join.child_by_field_name("condition")
        table = self._table(text_of(join.child_by_field_name("source")))
        found = []
        for left in combined:
            both = [{**left, alias: right} for right in table]
            kept = [rows for rows in both if Row(self.store, self.parameters, rows).holds(condition)]
            if not kept and kind.startswith("ЛЕВОЕ"):
                kept = [{**left, alias: _Nulls()}]
            found += kept
        return found

    def rows(self, order):
        selected = []
        for aliases in self._joined():
            row = Row(self.store, self.parameters, aliases)
            if self.where is not None and not row.holds(self.where):
                continue
            output = {name: row.value(value) for name, value in self.fields}
            selected.append((aliases, output))
        if self.distinct:
            kept = []
            for pair in selected:
                if all(pair[1] != other[1] for other in kept):
                    kept.append(pair)
            selected = kept
        if order is not None:
            selected = self._ordered(selected, order)
        elif self.top is not None:
            # Without an order the base may take any rows: here the last ones, so that nobody counts on the first.
            selected.reverse()
        return [output for _, output in selected][: self.top]

    def _ordered(self, selected, order):
        items = []
        for item in children(children(order)[2]):
            if item.type == "ordering_item":
                direction = item.child_by_field_name("direction")
                descending = direction is not None and text_of(direction).upper() in ("УБЫВ", "DESC")
                items.append((item.child_by_field_name("value"), -1 if descending else 1))

        def compare(left, right):
            for node, direction in items:
                first, second = (_rank(Row(self.store, self.parameters, *pair).value(node)) for pair in (left, right))
                if first != second:
                    return -direction if first < second else direction
            return 0

        return sorted(selected, key=functools.cmp_to_key(compare))


class _Nulls(dict):
    """The row of a left join that found nothing: every field is NULL."""

    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return NULL


def _rank(value):
    if value is NULL:
        return (0, "", 0)
    return (1, type(value).__name__, folded(value))


def _alias(source):
    for child in children(source):
        if child.type == "source_alias":
            return text_of(children(child)[-1]).lower()
    raise Unknown(f"in a query: a table without КАК: {text_of(source)[:60]!r}")
