"""An address as a QR code. The one module that knows segno."""

import io
from itertools import zip_longest

QUIET = 2
"""Light modules around the code. Four are asked for (ISO/IEC 18004); two are enough for phones, and it has to
fit into a terminal."""
_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""What is light is drawn: a terminal is usually dark."""


def as_text(address: str) -> list[str]:
    """Lines for a terminal, two rows of the code in each; light is drawn, dark is left free."""
    import segno

    code = segno.make_qr(address, error="l")
    rows = [[bool(dark) for dark in row] for row in code.matrix_iter(border=QUIET)]
    below = zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows[0]))
    return ["".join(_HALVES[pair] for pair in zip(*two, strict=True)) for two in below]


def as_svg(address: str) -> bytes:
    """An SVG document, the same for the same address."""
    import segno

    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", scale=8, border=4, nl=True)
    return out.getvalue()
