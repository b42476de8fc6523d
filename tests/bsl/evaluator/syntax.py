"""From a module's text to its tree (tree-sitter-hbk's grammar), and the little that every reader of trees needs.

Says what does not parse; decides which branch of `#Если` counts. Runs nothing.
"""

import functools

import tree_sitter
import tree_sitter_hbk

from .errors import Unknown

_MODULES = tree_sitter.Parser(tree_sitter_hbk.Language())
_QUERIES = tree_sitter.Parser(tree_sitter_hbk.SDBLLanguage())

# Where a module is compiled: what `#Если` asks for.
SERVER = frozenset({"сервер", "server"})
THIN_CLIENT = frozenset({"клиент", "тонкийклиент", "client", "thinclient"})


@functools.cache
def parse(text):
    """The root of a module's tree. A byte order mark in front is the designer's habit.

    The grammar knows no `ё` in names, and 1C's own rules for texts of modules want none there.
    """
    root = _MODULES.parse(text.removeprefix("\ufeff").encode()).root_node
    found = list(complaints(root))
    if found:
        raise Unknown(f"does not parse: {found}")
    return root


def complaints(node):
    """`(line, column, text)` of everything in a tree that the grammar did not understand."""
    if node.is_error or node.is_missing:
        row, column = node.start_point
        yield row + 1, column + 1, node.text.decode()[:80]
        return
    for child in node.children:
        yield from complaints(child)


@functools.cache
def query_complaints(text):
    """The same for the text of a query."""
    return list(complaints(query_tree(text)))


@functools.cache
def query_tree(text):
    return _QUERIES.parse(text.encode()).root_node


def text_of(node):
    return node.text.decode()


def children(node):
    """Children without comments."""
    return [child for child in node.children if child.type != "line_comment"]


def string_value(node):
    """The value of a string literal: lines that begin with `|` go on, comment lines between them are left out."""
    lines = text_of(node)[1:-1].split("\n")
    parts = [lines[0].rstrip("\r")]
    for line in lines[1:]:
        line = line.lstrip(" \t").rstrip("\r")
        if line.startswith("|"):
            parts.append(line[1:])
        elif line and not line.startswith("//"):
            raise Unknown(f"a line of a string without | in front: {line}")
    return "\n".join(parts).replace('""', '"')


def strings(node):
    """Every string literal below a node."""
    if node.type == "string":
        yield string_value(node)
    for child in node.children:
        yield from strings(child)


def chosen(nodes, symbols):
    """Statements and definitions as the compiler of that side sees them: regions opened, `#Если` decided."""
    for node in nodes:
        if node.type != "preprocessor":
            yield node
            continue
        inside = children(node)
        kind = inside[0].type
        if kind == "PREPROC_REGION_KEYWORD":
            yield from chosen(inside[2:-1], symbols)
        elif kind == "PREPROC_IF_KEYWORD":
            yield from chosen(_branch(inside, symbols), symbols)
        elif kind == "annotation":
            yield node
        else:
            raise Unknown(f"preprocessor: {text_of(node)[:60]}")


def _branch(nodes, symbols):
    taken, done, at = [], False, 0
    takes = False
    while at < len(nodes):
        kind = nodes[at].type
        if kind in ("PREPROC_IF_KEYWORD", "PREPROC_ELSIF_KEYWORD"):
            takes = not done and _holds(nodes[at + 1], symbols)
            done = done or takes
            at += 3
            continue
        if kind == "PREPROC_ELSE_KEYWORD":
            takes, done = not done, True
        elif kind != "PREPROC_ENDIF_KEYWORD" and takes:
            taken.append(nodes[at])
        at += 1
    return taken


def _holds(node, symbols):
    inside = children(node)
    if node.type in ("expression", "parenthesized_expression"):
        return _holds(inside[1] if node.type == "parenthesized_expression" else inside[0], symbols)
    if node.type == "identifier":
        return text_of(node).lower() in symbols
    if node.type == "unary_expression" and text_of(inside[0]).lower() in ("не", "not"):
        return not _holds(inside[1], symbols)
    if node.type == "binary_expression":
        word = text_of(inside[1]).lower()
        if word in ("и", "and"):
            return _holds(inside[0], symbols) and _holds(inside[2], symbols)
        if word in ("или", "or"):
            return _holds(inside[0], symbols) or _holds(inside[2], symbols)
    raise Unknown(f"a condition of the preprocessor: {text_of(node)}")
