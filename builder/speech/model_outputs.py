"""Model outputs: a tensor inside an ONNX model made an output of it, by a few bytes behind the file's own.

Source: Protocol Buffers, encoding: messages one after the other are merged, and repeated fields of both are
kept; onnx.proto tells the numbers of the fields.
"""

from __future__ import annotations

_GRAPH = 7  # of ModelProto
_NODE, _OUTPUT = 1, 12  # of GraphProto
_NODE_INPUT, _NODE_OUTPUT, _NODE_KIND = 1, 2, 4  # of NodeProto
_NAME = 1  # of ValueInfoProto


def output_of(tensor: str, *, called: str | None = None) -> bytes:
    """Return what makes `tensor` the last output of a model, to be put behind the model's bytes.

    Args:
        tensor: Its name inside the model; fewer than 100 letters.
        called: The output's name, where it is to be another.
    """
    name = called or tensor
    graph = _field(_OUTPUT, _field(_NAME, name.encode()))
    if called is not None:
        copied = _field(_NODE_INPUT, tensor.encode()) + _field(_NODE_OUTPUT, called.encode())
        graph = _field(_NODE, copied + _field(_NODE_KIND, b"Identity")) + graph
    return _field(_GRAPH, graph)


def _field(number: int, value: bytes) -> bytes:
    """Return a field that holds bytes (wire type 2), with its length as a varint."""
    length = bytearray()
    left = len(value)
    while left > 0x7F:
        length.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([number << 3 | 2, *length, left]) + value
