"""ECC 200 Data Matrix, square, up to 144 code words, with FNC1 for GS1.

reportlab's own knows neither FNC1 nor any size but 44 × 44.
"""

FNC1 = "\x1d"
#: Size of the symbol: code words of data, of error correction, regions per side.
_SIZES = {
    10: (3, 5, 1),
    12: (5, 7, 1),
    14: (8, 10, 1),
    16: (12, 12, 1),
    18: (18, 14, 1),
    20: (22, 18, 1),
    22: (30, 20, 1),
    24: (36, 24, 1),
    26: (44, 28, 1),
    32: (62, 36, 2),
    36: (86, 42, 2),
    40: (114, 48, 2),
    44: (144, 56, 2),
}
_FNC1_WORD, _PAD, _UPPER_SHIFT, _DIGITS = 232, 129, 235, 130


def code_words(text: str, gs1: bool) -> list[int]:
    """ASCII encodation; in a GS1 message FNC1 leads, and separates."""
    words = [_FNC1_WORD] if gs1 else []
    index = 0
    while index < len(text):
        pair = text[index : index + 2]
        if len(pair) == 2 and pair.isascii() and pair.isdecimal():
            words.append(_DIGITS + int(pair))
            index += 2
            continue
        sign = text[index]
        if gs1 and sign == FNC1:
            words.append(_FNC1_WORD)
        elif ord(sign) < 128:
            words.append(ord(sign) + 1)
        elif ord(sign) < 256:
            words += [_UPPER_SHIFT, ord(sign) - 127]
        else:
            raise ValueError("no Latin text")
        index += 1
    return words


def matrix(text: str, gs1: bool = False) -> list[list[bool]]:
    """The modules of the smallest symbol, row by row; True is dark."""
    words = code_words(text, gs1)
    size = next((s for s, (most, *_) in _SIZES.items() if len(words) <= most), 0)
    if not size:
        raise ValueError("too long")
    data, correction, regions = _SIZES[size]
    words = _padded(words, data)
    words += _correction(words, correction)
    inner = size - 2 * regions
    return _framed(_placed(words, inner), size, inner // regions)


def _padded(words, length):
    words = list(words)
    if len(words) < length:
        words.append(_PAD)
    while len(words) < length:
        pad = _PAD + (149 * (len(words) + 1)) % 253 + 1
        words.append(pad if pad <= 254 else pad - 254)
    return words


def _tables():
    powers, value = [], 1
    for _index in range(255):
        powers.append(value)
        value <<= 1
        if value > 255:
            value ^= 0x12D
    return powers, {value: index for index, value in enumerate(powers)}


_POWERS, _LOGS = _tables()


def _times(one, other):
    if not one or not other:
        return 0
    return _POWERS[(_LOGS[one] + _LOGS[other]) % 255]


def _correction(words, count):
    """Reed-Solomon over GF(256) with 0x12D and roots 2**1 … 2**count."""
    generator = [1]
    for root in range(1, count + 1):
        shifted = [*generator, 0]
        for index, factor in enumerate(generator):
            shifted[index + 1] ^= _times(factor, _POWERS[root])
        generator = shifted
    rest = [0] * count
    for word in words:
        first = rest[0] ^ word
        rest = [
            value ^ _times(first, factor)
            for value, factor in zip([*rest[1:], 0], generator[1:], strict=True)
        ]
    return rest


# --- where each bit goes: annex F of ISO/IEC 16022 ----------------------------------

_SHAPE = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
_CORNERS = (
    ((-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -4), (0, -3), (0, -2), (0, -1), (1, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-1, 0), (-1, -1), (0, -3), (0, -2), (0, -1), (1, -3), (1, -2), (1, -1)),
)


def _cells(size):
    """For each code word in turn the cells of its eight bits."""
    used = set()

    def shape(row, column):
        cells = []
        for down, right in _SHAPE:
            y, x = row + down, column + right
            if y < 0:
                y, x = y + size, x + 4 - (size + 4) % 8
            if x < 0:
                y, x = y + 4 - (size + 4) % 8, x + size
            cells.append((y, x))
        used.update(cells)
        return cells

    row, column = 4, 0
    while row < size or column < size:
        corner = _corner(row, column, size)
        if corner:
            cells = [(y % size, x % size) for y, x in corner]
            used.update(cells)
            yield cells
        for step in (-2, 2):
            while True:
                inside = 0 <= row < size and 0 <= column < size
                if inside and (row, column) not in used:
                    yield shape(row, column)
                row, column = row + step, column - step
                if step < 0 and (row < 0 or column >= size):
                    break
                if step > 0 and (row >= size or column < 0):
                    break
            row, column = (row + 1, column + 3) if step < 0 else (row + 3, column + 1)


def _corner(row, column, size):
    if column == 0 and row == size:
        return _CORNERS[0]
    if column == 0 and row == size - 2:
        if size % 8 == 4:
            return _CORNERS[2]
        return _CORNERS[1] if size % 4 else None
    if column == 2 and row == size + 4 and size % 8 == 0:
        return _CORNERS[3]
    return None


def _placed(words, size):
    grid = [[False] * size for _row in range(size)]
    used = set()
    for word, cells in zip(words, _cells(size), strict=True):
        used.update(cells)
        for bit, (row, column) in enumerate(cells):
            grid[row][column] = bool(word & (128 >> bit))
    if (size - 1, size - 1) not in used:
        grid[-1][-1] = grid[-2][-2] = True
    return grid


def _framed(grid, size, region):
    """Each region has a solid edge left and below, a dotted one above and right."""
    step = region + 2
    result = []
    for row in range(size):
        line = []
        for column in range(size):
            y, x = row % step, column % step
            if y == step - 1 or x == 0:
                dark = True
            elif y == 0:
                dark = x % 2 == 0
            elif x == step - 1:
                dark = y % 2 == 1
            else:
                dark = grid[row // step * region + y - 1][
                    column // step * region + x - 1
                ]
            line.append(dark)
        result.append(line)
    return result
