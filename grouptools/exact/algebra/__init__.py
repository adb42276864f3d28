"""Exact linear algebra over the number fields in which representations of finite groups live.

`fields`: the rationals, the real fields Q(2 cos(2 pi/n)) and the cyclotomic fields Q(zeta_n);
`matrices`: matrices over them, `assembling`: matrices made of others; `echelon`: their reduced
echelon form and null space, by flint's rational one; `bases`: the canonical orthogonal basis of a
space of solutions; `reading`: sympy numbers to elements of a field; `writing`, `floats`: elements
to sympy numbers and to floats.
"""
