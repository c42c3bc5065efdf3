"""Model outputs: the bytes that make a tensor an output, as Protocol Buffers write them."""

from builder.speech.model_outputs import output_of


def test_an_output_is_a_named_field_of_a_graph():
    assert output_of("/c") == b"\x3a\x06\x62\x04\x0a\x02/c"


def test_another_name_comes_with_a_node_that_copies():
    node = b"\x0a\x02/c\x12\x01d\x22\x08Identity"

    assert output_of("/c", called="d") == b"\x3a\x18\x0a\x11" + node + b"\x62\x03\x0a\x01d"


def test_a_length_past_127_takes_two_bytes():
    name = "x" * 130

    assert output_of(name) == b"\x3a\x88\x01\x62\x85\x01\x0a\x82\x01" + name.encode()
