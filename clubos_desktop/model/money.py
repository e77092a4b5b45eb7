"""Money is integer minor units with a currency; never a float (libraries.md section 7)."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DIGITS = {code: n for n, codes in ((0, _NONE), (3, _THREE), (4, _FOUR)) for code in codes.split()}

LARGEST = 15
"""The power of ten of the largest amount in major units: as minor units it fits into every column and sum."""


def digits(currency: str) -> int:
    """Decimal places of a currency (ISO 4217), two unless it is listed."""
    return _DIGITS.get(currency, 2)


def to_minor(amount: str | Decimal | int, currency: str) -> int:
    """An amount in major units as minor units, halves to even (a source may show four places: wild-apricot-api.md 2.7).

    Raises ValueError when it is no amount, or one of more than 16 places before the point: no club has that.
    """
    try:
        exact = Decimal(amount)
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    if not exact.is_finite() or exact.adjusted() > LARGEST:
        raise ValueError("not an amount")
    return int((exact.scaleb(digits(currency))).to_integral_value(ROUND_HALF_EVEN))


def show(minor: int, currency: str) -> str:
    """An amount for people: "1,120.00 USD"."""
    places = digits(currency)
    return f"{Decimal(minor).scaleb(-places):,.{places}f} {currency}"
