"""QR codes, drawn as paths: they are sharp at any size, and need nothing from the network."""

import segno


def qr_code(link: str, *, worn: bool = False) -> str:
    """The link as a QR code, as SVG without a border: the page is white around it. `worn`: it is carried about, and is
    still to be read when a quarter of it cannot be seen any more.
    """
    svg: str = segno.make(link, error="q" if worn else "m", micro=False).svg_inline(border=0, omitsize=True)
    return svg
