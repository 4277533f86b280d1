"""A QR code that says the address and nothing else."""

from vaultkit.store.qr import as_svg, as_text

ADDRESS = "webcal://192.168.1.20:8425/0123456789abcdef0123456789abcdef01234567/networking.ics"


def test_a_code_of_text_is_a_square_with_a_light_border() -> None:
    lines = as_text(ADDRESS)
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == (len(lines[0]) + 1) // 2
    assert set(lines[0]) == {"█"}
    assert len(lines[0]) <= 60, "it fits into a terminal of 80 columns"
    # The three finders: a dark frame of seven around a light one around a dark square (ISO/IEC 18004, 6.3.3).
    assert lines[1][2:9] == " ▄▄▄▄▄ "


def test_the_same_address_is_the_same_picture() -> None:
    assert as_svg(ADDRESS) == as_svg(ADDRESS)
    assert as_svg(ADDRESS).startswith(b"<?xml")
    assert as_svg(ADDRESS) != as_svg(ADDRESS + "x")
