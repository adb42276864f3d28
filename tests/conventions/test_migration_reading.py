"""Layers as texts: what they mean, and what is said of those that mean nothing."""

import re

import pytest

import grouptools as gt
from grouptools.conventions.migration import (
    Contraction,
    Instruction,
    Linear,
    TensorProduct,
    channelwise_instructions,
    full_instructions,
    read_layer,
)
from grouptools.errors import ArgumentError

TERMS = tuple(map(gt.Irreps, ("2x0e + 2x1o", "0e + 1o", "2x0e + 2x1o")))
TEXT = "2x0e+2x1o, 0e+1o, 2x0e+2x1o"


def test_kinds():
    assert read_layer("linear: 2x0e, 3x0e; axis = 0") == Linear(
        gt.Irreps("2x0e"), gt.Irreps("3x0e"), 0
    )
    assert read_layer(f"tensor_product: {TEXT}") == TensorProduct(*TERMS, full_instructions(*TERMS))
    result, paths = channelwise_instructions(*TERMS)
    assert read_layer(f"convolution: {TEXT}") == TensorProduct(*TERMS[:2], result, paths)
    result, paths = channelwise_instructions(*TERMS, by_result=True)
    by_result = read_layer(f"convolution: {TEXT}; order = result")
    assert by_result == TensorProduct(*TERMS[:2], result, paths)
    assert by_result != read_layer(f"convolution: {TEXT}; order = built")
    assert read_layer("contraction: 0e + 1o, 1o; correlation = 2") == Contraction(
        gt.Irreps("0e + 1o"), gt.Irrep("1o"), 2
    )


def test_options():
    given = (
        f"tensor_product : {TEXT} ; paths = 0 0 0 uvu, 1 0 1 uvw fixed; harmonics=1;"
        "irrep_normalization = norm; path_normalization = element -> none"
    )
    paths = (Instruction(0, 0, 0, "uvu"), Instruction(1, 0, 1, "uvw", False))
    expected = TensorProduct(*TERMS, paths, 1, ("norm", "norm"), ("element", "none"))
    assert read_layer(given) == expected


def test_names_of_irreps():
    names = {"hidden": "2x0e + 2x1o", "sh": "0e + 1o"}
    assert read_layer("tensor_product: hidden, sh, hidden", names) == read_layer(
        f"tensor_product: {TEXT}"
    )
    assert read_layer("linear: hidden + 3x2e, hidden", names).irreps_in == gt.Irreps(
        "2x0e + 2x1o + 3x2e"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2x0e", "a kind among linear, tensor_product, convolution, contraction"),
        ("conv: 0e, 0e", "'conv: 0e, 0e' was given as a layer, but a layer is `kind: irreps, "),
        ("linear: 0e", "but linear takes 2 irreps with commas between them"),
        ("linear: 0e, 0e; size = 3", "'size = 3' was given for a layer of kind linear, but an "),
        ("linear: 0e, 0e; axis", "an option is `name = value`, once, with a name among axis"),
        ("linear: 0e, 0e; axis = 0; axis = 1", "'axis = 1' was given for a layer of kind linear"),
        ("linear: 0e, 0e; axis = last", "'axis = last' was given for a layer of kind linear, but "),
        ("linear: 0e, 0e; axis = last", "it is written like `axis = 0`"),
        ("convolution: 0e, 0e, 0e; order = sorted", "it is written like `order = result`"),
        ("tensor_product: 0e, 0e, 0e; paths = 0 0", "like `paths = 0 0 0 uvu, 0 1 1 uvw fixed`"),
        ("tensor_product: 0e, 0e, 0e; paths = 0 0 0 uvu free", "it is written like `paths = "),
        ("tensor_product: 0e, 0e, 0e; paths = 0 0 0 xyz", "its mode is one of uvw, uvu"),
        ("tensor_product: 0e, 0e, 0e; irrep_normalization = sum", "it is one of component, norm, "),
        ("linear: hidden, 0e", "'hidden'"),
    ],
)
def test_texts_that_mean_nothing(text, sentence):
    with pytest.raises(ArgumentError, match=re.escape(sentence)):
        read_layer(text)
