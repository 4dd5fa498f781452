"""One small fault at a time in a module: what a slip of the hand would make of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
TWINS = {"any": "all", "all": "any", "min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
# Calls of which the first argument alone is left.
LIMITS = {"min", "max", "minimum", "maximum", "clip", "round", "abs", "sorted", "floor", "set"}
NEVER_RUN = {"annotation", "returns", "decorator_list"}
LARGE = 100


@dataclass(frozen=True)
class Mutant:
    """`name` is "module.function: before -> after", the same wherever in its function the line stands."""

    name: str
    line: int
    code: CodeType


def mutants_of(path: Path) -> list[Mutant]:
    tree = ast.parse(path.read_text())
    return list(mutants_in(tree, tree, path.stem, path))


def mutants_in(tree: ast.Module, node: ast.AST, place: str, path: Path) -> Iterator[Mutant]:
    """Each child is replaced in the tree, compiled with it, and put back."""
    for field, value in ast.iter_fields(node):
        if field in NEVER_RUN:
            continue
        siblings = value if isinstance(value, list) else [value]
        for index, child in enumerate(siblings):
            if not isinstance(child, ast.AST):
                continue
            # A figure is named by what it stands in.
            shown = node if isinstance(child, ast.Constant) else None
            for other in variants(child):
                before = in_one_line(shown or child)
                put(node, field, index, other)
                name = f"{place}: {before} -> {in_one_line(shown or other)}"
                yield Mutant(name, child.lineno, compile(ast.fix_missing_locations(tree), path, "exec"))
                put(node, field, index, child)
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            yield from mutants_in(tree, child, f"{place}.{child.name}" if named else place, path)


def put(node: ast.AST, field: str, index: int, child: ast.AST) -> None:
    value = getattr(node, field)
    if isinstance(value, list):
        value[index] = child
    else:
        setattr(node, field, child)


def in_one_line(node: ast.AST) -> str:
    return ast.unparse(node).strip().splitlines()[0]


def variants(node: ast.AST) -> Iterator[ast.AST]:
    yield from other_statements(node)
    yield from other_operators(node)
    match node:
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Subscript(value, ast.Slice()):
            yield value
        case ast.Constant(value) if isinstance(value, int | float):
            yield from map(ast.Constant, near(value))
        case ast.Call():
            yield from other_calls(node)


def other_statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.AugAssign(target, op, value):
            yield ast.AugAssign(target, ARITHMETIC[type(op)](), value)
            yield ast.Pass()
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Return(value) if value is not None and ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(ast.Call()):
            yield ast.Pass()


def other_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, [op], right):
            yield from (ast.Compare(left, [other()], right) for other in COMPARISONS[type(op)])
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            yield ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)


def near(value: float) -> tuple[float, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        return (value + value // 10, value - value // 10) if value >= LARGE else (value + 1, value - 1)
    return (value * 1.1, value * 0.9) if value else (1.0, -1.0)


def other_calls(call: ast.Call) -> Iterator[ast.AST]:
    """A limit gone, its opposite, or an option left to its default; what a class is made of stays."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in LIMITS and call.args:
        yield call.args[0]
    if name in TWINS:
        yield ast.Call(renamed(call.func, TWINS[name]), call.args, call.keywords)
    if name[:1].islower():
        for option in call.keywords:
            yield ast.Call(call.func, call.args, [other for other in call.keywords if other is not option])


def renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())
