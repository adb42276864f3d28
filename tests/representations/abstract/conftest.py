"""Abstract groups: given by a rule of multiplication, without a space to act on."""

from functools import cache

import pytest

from grouptools.groups.finite import FiniteGroup, generated


def by_rule(name, generators, product, one):
    """The group that `generators` generate under `product`."""
    _, steps, right = generated(generators, product, one, lambda element: element)
    letters = [chr(ord("a") + s) for s in range(len(generators))]
    return FiniteGroup(name, steps, right, letters)


def permutations(name, *generators):
    points = tuple(range(len(generators[0])))
    return by_rule(name, generators, lambda p, q: tuple(p[i] for i in q), points)


def cycle(*lengths):
    """The permutation with cycles of these lengths, one after the other."""
    images, start = [], 0
    for n in lengths:
        images += [start + (i + 1) % n for i in range(n)]
        start += n
    return tuple(images)


def metacyclic(name, n, m, k, shift=0):
    """a^n = 1, b^m = a^shift, b a b^-1 = a^k."""

    def product(x, y):
        carry, j = divmod(x[1] + y[1], m)
        return (x[0] + pow(k, x[1], n) * y[0] + carry * shift) % n, j

    return by_rule(name, [(1, 0), (0, 1)], product, (0, 0))


def matrices(name, p, *generators):
    """Matrices over the integers modulo p, as tuples of rows."""

    def product(x, y):
        columns = list(zip(*y, strict=True))
        return tuple(
            tuple(sum(a * b for a, b in zip(row, column, strict=True)) % p for column in columns)
            for row in x
        )

    size = range(len(generators[0]))
    one = tuple(tuple(int(i == j) for j in size) for i in size)
    return by_rule(name, generators, product, one)


def central_product(name, first, second):
    """first x second, the last central elements of order 2 of both taken for one."""
    z, y = (max(involutions(group)) for group in (first, second))

    def product(a, b):
        g, h = int(first.table[a[0], b[0]]), int(second.table[a[1], b[1]])
        return min((g, h), (int(first.table[g, z]), int(second.table[h, y])))

    ones = [(g, 0) for g in first.generators] + [(0, h) for h in second.generators]
    return by_rule(name, [product(a, (0, 0)) for a in ones], product, (0, 0))


def involutions(group):
    """The central elements of order 2."""
    table = group.table
    return [g for g in range(1, group.order) if not table[g, g] and (table[g] == table[:, g]).all()]


SHEARS = ((1, 1), (0, 1)), ((1, 0), (1, 1))

GROUPS = {
    "C1": lambda: permutations("C1", (0,)),
    "C5": lambda: permutations("C5", cycle(5)),
    "C12": lambda: permutations("C12", cycle(4, 3)),
    "C2 x C4": lambda: permutations("C2 x C4", cycle(2, 1, 1, 1, 1), (0, 1, *cycle(1, 1, 4)[2:])),
    "S3": lambda: permutations("S3", (1, 0, 2), cycle(3)),
    "S4": lambda: permutations("S4", (1, 0, 2, 3), cycle(4)),
    "S5": lambda: permutations("S5", (1, 0, 2, 3, 4), cycle(5)),
    "A4": lambda: permutations("A4", (1, 2, 0, 3), (1, 0, 3, 2)),
    "A5": lambda: permutations("A5", cycle(5), (1, 2, 0, 3, 4)),
    "D4": lambda: metacyclic("D4", 4, 2, -1),
    "D5": lambda: metacyclic("D5", 5, 2, -1),
    "Q8": lambda: metacyclic("Q8", 4, 2, -1, 2),
    "Q12": lambda: metacyclic("Q12", 6, 2, -1, 3),
    "Q16": lambda: metacyclic("Q16", 8, 2, -1, 4),
    "Q20": lambda: metacyclic("Q20", 10, 2, -1, 5),
    "SD16": lambda: metacyclic("SD16", 8, 2, 3),
    "M16": lambda: metacyclic("M16", 8, 2, 5),
    "C3 : C8": lambda: metacyclic("C3 : C8", 3, 8, 2),
    "F20": lambda: metacyclic("F20", 5, 4, 2),
    "F21": lambda: metacyclic("F21", 7, 3, 2),
    "C3 x S3": lambda: permutations("C3 x S3", cycle(3, 1, 2), cycle(1, 1, 1, 3)),
    "3^(1+2)+": lambda: matrices(
        "3^(1+2)+", 3, ((1, 1, 0), (0, 1, 0), (0, 0, 1)), ((1, 0, 0), (0, 1, 1), (0, 0, 1))
    ),
    "3^(1+2)-": lambda: metacyclic("3^(1+2)-", 9, 3, 4),
    "2^(1+4)+": lambda: central_product("2^(1+4)+", made("D4"), made("D4")),
    "2^(1+4)-": lambda: central_product("2^(1+4)-", made("Q8"), made("D4")),
    "SL(2,3)": lambda: matrices("SL(2,3)", 3, *SHEARS),
    "GL(2,3)": lambda: matrices("GL(2,3)", 3, *SHEARS, ((2, 0), (0, 1))),
    "Q8 * Q12": lambda: central_product("Q8 * Q12", made("Q8"), made("Q12")),
    "Q8 * Q20": lambda: central_product("Q8 * Q20", made("Q8"), made("Q20")),
    "SL(2,5)": lambda: matrices("SL(2,5)", 5, *SHEARS),
    "PSL(2,7)": lambda: permutations("PSL(2,7)", cycle(7), (0, 2, 1, 6, 4, 5, 3)),
    "S6": lambda: permutations("S6", (1, 0, 2, 3, 4, 5), cycle(6)),
}


@cache
def made(name):
    return GROUPS[name]()


@pytest.fixture(scope="session", params=[name for name in GROUPS if name != "S6"])
def abstract_group(request):
    """A group of every kind, of order 1 to 168."""
    return made(request.param)


@pytest.fixture(scope="session")
def called():
    """`called("SL(2,3)")`, one of GROUPS."""
    return made


@pytest.fixture(scope="session")
def of_permutations():
    """`of_permutations("S3", (1, 0, 2), (1, 2, 0))`."""
    return permutations


@pytest.fixture(scope="session")
def of_two_cycles():
    """`of_two_cycles("D4", n, m, k)`: a^n = b^m = 1, b a b^-1 = a^k."""
    return metacyclic


@pytest.fixture(scope="session")
def is_homomorphism():
    """Whether D(g) D(s) = D(g s) for all elements g and generators s."""

    def of(group, images):
        from grouptools.exact.algebra.matrices import FieldMatrix

        one = FieldMatrix.identity(images[0].shape[0], images[0].field)
        every = group.images(images, FieldMatrix.__matmul__, one)
        return all(
            every[g] @ image == every[group.right[s, g]]
            for s, image in enumerate(images)
            for g in range(group.order)
        )

    return of
