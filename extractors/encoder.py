"""What spaCy's small models make of a text's words, in half the time: the same weights, the same vectors but for rounding.

A word's first vector follows from its features alone (NORM, PREFIX, SUFFIX, SHAPE, …), so the model is asked once a word and
then remembers. The layers above are plain sums over the text's words, without what training needs:

    word += normal(max over pieces of (W · [the word before, the word, the word after] + b))
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

Floats = NDArray[np.float32]

KNOWN = 20_000
"""Words whose first vector is remembered; then all are forgotten."""
_LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"
_EMBEDDING = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
_TINY = np.float32(1e-8)


class _Layer(NamedTuple):
    """One step up; rows of `weights` are three words side by side, its columns each piece's outputs one after the other."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


class _Encoder:
    def __init__(self, embed: Model[Any, Any], encode: Model[Any, Any]) -> None:
        extract, _, self.embed, self.mix, _ = embed.layers
        self.columns = extract.attrs["columns"]
        self.pad: int = encode.attrs["pad"]
        self.layers = [_read(each) for each in _steps(encode)]
        self.width = self.layers[0].scale.size
        self.places: dict[bytes, int] = {}
        self.table: Floats = np.empty((KNOWN, self.width), "f")

    def __call__(self, docs: list[Doc]) -> list[Floats]:
        ends = np.cumsum([self.pad, *(len(doc) + self.pad for doc in docs)]).tolist()
        spans = [(start, end - self.pad) for start, end in pairwise(ends)]
        words = np.zeros((ends[-1] + 2, self.width), "f")
        inner = words[1:-1]
        inner[np.concatenate([np.arange(*span) for span in spans])] = self._embed(docs)
        seen = np.empty((len(inner), 3 * self.width), "f")
        for layer in self.layers:
            for at in range(3):
                seen[:, at * self.width : (at + 1) * self.width] = words[at : at + len(inner)]
            inner += _step(seen, layer, self.width)
        return [inner[start:end] for start, end in spans]

    def _embed(self, docs: list[Doc]) -> Floats:
        features = np.concatenate([doc.to_array(self.columns).reshape(len(doc), len(self.columns)) for doc in docs])
        keys = features.view(f"V{features.itemsize * features.shape[1]}").ravel().tolist()
        new = {key: at for at, key in enumerate(keys) if key not in self.places}
        if len(self.places) + len(new) > KNOWN:
            new = {key: at for at, key in enumerate(keys)}
            self.places, self.table = {}, np.empty((max(KNOWN, len(new)), self.width), "f")
        if new:
            first, last = len(self.places), len(self.places) + len(new)
            self.table[first:last] = self.mix.predict(self.embed.predict(features[list(new.values())]))
            self.places.update(zip(new, range(first, last), strict=True))
        return self.table[[self.places[key] for key in keys]]


def _step(seen: Floats, layer: _Layer, width: int) -> Floats:
    sums = seen @ layer.weights
    sums += layer.bias
    best = sums[:, :width]
    for at in range(width, sums.shape[1], width):
        best = np.maximum(best, sums[:, at : at + width])
    best -= best.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", best, best) / np.float32(width) + _TINY
    best *= (1 / np.sqrt(spread))[:, None]
    best *= layer.scale
    best += layer.shift
    return best


def _steps(encode: Model[Any, Any]) -> list[Model[Any, Any]]:
    (inner,) = encode.layers
    return [inner] if inner.name == _LAYER else list(inner.layers)


def _read(step: Model[Any, Any]) -> _Layer:
    maxout: Any
    normal: Any
    maxout, normal = (next(node for node in step.walk() if node.name == name) for name in ("maxout", "layernorm"))
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    outputs, pieces, inputs = weights.shape
    return _Layer(
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, pieces * outputs)),
        np.ascontiguousarray(bias.T.ravel()),
        normal.get_param("G"),
        normal.get_param("b"),
    )


def quicken(model: Model[Any, Any]) -> Model[Any, Any]:
    """The model with each encoder in it that is built as here; any other stays as it is."""
    for node in list(model.walk()):
        if fits(node):
            encoder = _Encoder(*node.layers)
            quick: Model[Any, Any] = Model("encoder", _forward, dims={"nO": encoder.width}, attrs={"encoder": encoder})
            if node is model:
                return quick
            model.replace_node(node, quick)
    return model


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Floats], None]:  # noqa: ARG001, FBT001
    return model.attrs["encoder"](docs), None


def fits(node: Model[Any, Any]) -> bool:
    """Whether it is spaCy's hash embedding below convolutions over three words."""
    if len(node.layers) != 2 or [each.name.partition("(")[0] for each in node.layers[0].layers] != _EMBEDDING:
        return False
    encode = node.layers[1]
    return encode.name.startswith("with_array") and all(
        step.name == _LAYER and step.layers[0].layers[0].attrs["window_size"] == 1 for step in _steps(encode)
    )
