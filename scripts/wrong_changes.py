"""Write down every small wrong change that mutmut knows for a file: each as a line of JSON on stdout.

It runs in scripts/.venv, where mutmut is; scripts/mutants.py reads it. Of mutmut only its list of changes is used: its
own way to run tests puts all changes into one file, behind a switch, and that leaves out what is decorated.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import libcst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper
from mutmut.file_mutation import MutationVisitor, deep_replace, pragma_no_mutate_lines
from mutmut.node_mutation import mutation_operators, operator_string

# `Shape = tuple[str, ...]` is for mypy; no test can notice it.
TYPE = m.Assign(targets=[m.AssignTarget(target=m.Name(m.MatchRegex("_?[A-Z][a-z]\\w*")))])


def main() -> None:
    for text in wrong_changes(Path(sys.argv[1]).read_text("utf-8")):
        print(json.dumps(text))


def wrong_changes(source: str) -> Iterable[str]:
    """The whole text of the file, once for each change."""
    visitor = _Everywhere(OPERATORS, pragma_no_mutate_lines(source))
    module = MetadataWrapper(libcst.parse_module(source)).visit(visitor)
    for one in visitor.mutations:
        yield deep_replace(module, one.original_node, one.mutated_node).code


class _Everywhere(MutationVisitor):
    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef | libcst.ClassDef):
            return False
        if m.matches(node, TYPE):
            return True
        return isinstance(node, libcst.Decorator) or super()._skip_node_and_children(node)


def _one_string(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
    """A text is changed once; the same in capitals and in small letters says nothing more."""
    return list(operator_string(node))[:1]


OPERATORS = [(kind, _one_string if change is operator_string else change) for kind, change in mutation_operators]

if __name__ == "__main__":
    main()
