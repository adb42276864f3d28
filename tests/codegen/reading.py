"""Generated Julia and Rust, read by rules of our own and evaluated in Python.

A structural check that needs no compiler: functions are closed, every statement has one of the
known forms, a name is defined once and before its use, every element of an output is written
exactly once, and the expressions, read as Python, give the values.
"""

import ast
import math
import re

import numpy as np

JULIA_FUNCTION = re.compile(r"function (\w+!)\((.*)\)$")
RUST_FUNCTION = re.compile(r"pub fn (\w+)\((.*)\) \{$")
RUST_LET = re.compile(r"let (\w+): (?:f64|f32) = (.*);$")
RUST_METHOD = re.compile(r"([\w.]+|\([^()]*\))\.(abs|sqrt)\(\)")
RUST_CHOICE = re.compile(r"if (.*) \{ (.*) \} else \{ (.*) \}$")
FUNCTIONS = {
    "abs": abs,
    "max": max,
    "sqrt": math.sqrt,
    "ifelse": lambda condition, yes, no: yes if condition else no,
}


class FormError(Exception):
    """The text is not what the rules allow."""


def evaluate_julia(text, case, points):
    """Check the text and evaluate its first method at each point."""
    arguments, body = julia_method(text)
    if arguments != [*case.shapes, case.input]:
        raise FormError(f"arguments {arguments}")
    lines = [re.sub(r"(?<=[0-9])f0\b", "", line).replace("^", "**") for line in body]
    if case.dtype == np.float32:
        lines = [re.sub(r"(?<=[0-9])f(?=[-0-9])", "e", line) for line in lines]
    statements = [line.split(" = ", 1) for line in lines]
    return run(statements, case, points, from_one=True)


def julia_method(text):
    """Argument names and body of the first method, the nesting of the file being right."""
    depth, methods = 0, []
    for line in map(str.strip, text.splitlines()):
        if match := JULIA_FUNCTION.match(line):
            methods.append((match[2], []))
            depth += 1
        elif line.startswith(("for ", "if ", "begin", "let ", "while ")):
            depth += 1
        elif line == "end":
            depth -= 1
        elif line and not line.startswith("#"):
            if depth < 1:
                raise FormError(f"outside of a function: {line}")
            methods[-1][1].append(line)
    if depth or len(methods) != 2:
        raise FormError(f"{len(methods)} methods, {depth} not closed")
    arguments, body = methods[0]
    if body[-1] != "return nothing":
        raise FormError("no return")
    return re.findall(r"(\w+)::AbstractArray\{<:Real, \d\}", arguments), body[:-1]


def evaluate_rust(text, case, points):
    """Check the text and evaluate its first function at each point."""
    if text.count("{") != text.count("}"):
        raise FormError("braces")
    code = [line.strip() for line in text.splitlines() if not line.startswith(("//", "#"))]
    starts = [i for i, line in enumerate(code) if RUST_FUNCTION.match(line)]
    arguments = re.findall(r"(\w+): &", code[starts[0]])
    if len(starts) != 2 or arguments != [case.input, *case.shapes]:
        raise FormError(f"{len(starts)} functions, arguments {arguments}")
    body = code[starts[0] + 1 : code.index("}", starts[0])]
    body = [line for line in body if line != f"let _ = {case.input};"]
    return run([rust_statement(line) for line in body], case, points, from_one=False)


def rust_statement(line):
    """Target and value in the syntax of Python."""
    if match := RUST_LET.match(line):
        target, value = match.groups()
    elif line.endswith(";") and " = " in line and not line.startswith("let"):
        target, value = line[:-1].split(" = ", 1)
        target = target.replace("][", ", ")
    else:
        raise FormError(line)
    value = RUST_METHOD.sub(r"\2(\1)", value)
    while ".max(" in value:
        value = re.sub(r"^(.*)\.max\((.*)\)$", r"max(\1, \2)", value)
    if match := RUST_CHOICE.match(value):
        value = "ifelse({}, {}, {})".format(*match.groups())
    return target, value


def run(statements, case, points, *, from_one):
    """Check that names and elements are written once and in order, then evaluate."""
    program = checked([tuple(map(ast.parse, pair)) for pair in statements], case, from_one)
    outputs = []
    for point in points.astype(np.float64).tolist():
        names = {case.input: dict(enumerate(point, start=int(from_one)))}
        arrays = {array: np.full(shape, np.nan) for array, shape in case.shapes.items()}
        for target, value in program:
            result = evaluated(value, names)
            if isinstance(target, str):
                names[target] = result
            else:
                arrays[target[0]][target[1]] = result
        outputs.append(list(arrays.values()))
    return tuple(np.array(o).astype(case.dtype) for o in zip(*outputs, strict=True))


def checked(statements, case, from_one):
    """Targets and values, the targets as names or as (array, indices from 0)."""
    defined, written, program = {case.input}, set(), []
    for target_tree, value_tree in statements:
        target, value = target_tree.body[0].value, value_tree.body[0].value
        used = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
        if unknown := used - defined - set(FUNCTIONS):
            raise FormError(f"used before it is defined: {sorted(unknown)}")
        if isinstance(target, ast.Name):
            if target.id in defined:
                raise FormError(f"defined twice: {target.id}")
            defined.add(target.id)
            program.append((target.id, value))
        else:
            place = target.value.id, element(target.slice, from_one)
            if place in written:
                raise FormError(f"written twice: {place}")
            written.add(place)
            program.append((place, value))
    expected = {(a, i) for a, shape in case.shapes.items() for i in np.ndindex(*shape)}
    if written != expected:
        raise FormError(f"not written, or outside: {sorted(written ^ expected)[:3]}")
    return program


def element(index, from_one):
    """Indices from 0, the last one fastest, of what is written in square brackets."""
    found = ast.literal_eval(index)
    found = found if isinstance(found, tuple) else (found,)
    return tuple(i - 1 for i in reversed(found)) if from_one else found


def evaluated(node, names):
    """The value of an arithmetic expression; anything else is an error."""
    match node:
        case ast.Constant(value=float()):
            return node.value
        case ast.Name():
            return names[node.id]
        case ast.Subscript():
            return names[node.value.id][ast.literal_eval(node.slice)]
        case ast.UnaryOp(op=ast.USub()):
            return -evaluated(node.operand, names)
        case ast.Compare(ops=[ast.Gt()]):
            return evaluated(node.left, names) > evaluated(node.comparators[0], names)
        case ast.Call(func=ast.Name()):
            return FUNCTIONS[node.func.id](*(evaluated(a, names) for a in node.args))
        case ast.BinOp():
            left, right = evaluated(node.left, names), evaluated(node.right, names)
            return arithmetic(node.op, left, right)
    raise FormError(ast.dump(node))


def arithmetic(operator, left, right):
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.Pow():
            return left**right
    raise FormError(ast.dump(operator))
