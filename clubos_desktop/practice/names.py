"""Invented names, addresses and numbers of many scripts. Pure lists and a dealer that never deals the same twice.

Telephone numbers are of the ranges set aside for fiction (555-01xx in the United States, 020 7946 0xxx in London,
(0)1 99 00 in France, 0491 57 in Australia), e-mail addresses end in reserved names (RFC 2606).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

Names = tuple[tuple[str, str], ...]
"""Names as written and as spelled in an e-mail address."""


def _pairs(text: str) -> Names:
    """Names of a blank-separated list, "Zoë/zoe" or plain."""
    made = []
    for word in text.split():
        written, _, spelled = word.partition("/")
        made.append((written.replace("_", " "), (spelled or written).lower().replace("_", "").replace("'", "")))
    return tuple(made)


def _words(text: str) -> tuple[str, ...]:
    """The words of a blank-separated list."""
    return tuple(text.split())


ENGLISH_FIRST = _pairs(
    "Ada Alan Alice Amy Andrew Anna Barbara Ben Betty Brian Carol Carl Charles Claire Daniel David Deborah Diane Donna "
    "Edith Edward Eleanor Emma Eric Ethel Evelyn Frank Gail George Gloria Grace Harold Helen Henry Howard Irene Jack "
    "James Janet Jean Jill Joan John Joyce Judith Karen Keith Kenneth Larry Laura Leo Linda Louis Lucy Margaret Mark "
    "Martha Mary Michael Nancy Nora Oliver Oscar Pamela Patricia Paul Peter Philip Rachel Ralph Rebecca Richard Robert "
    "Rose Roy Ruth Samuel Sandra Sarah Sharon Simon Stella Stephen Susan Thomas Tim Vera Victor Virginia Walter Wendy"
)
ENGLISH_LAST = _pairs(
    "Adams Allen Anderson Bailey Baker Bennett Brooks Brown Campbell Carter Clark Collins Cook Cooper Cox Davis "
    "Edwards Evans Fisher Foster Garcia Gray Green Hall Harris Hill Howard Hughes Jackson James Johnson Jones "
    "Kelly King Lee Lewis Long Martin Miller Mitchell Moore Morgan Morris Murphy Nelson O'Brien O'Neill Parker "
    "Perry Phillips Powell Price Reed Roberts Robinson Rogers Ross Russell Sanders Scott Smith Stewart Taylor "
    "Thomas Thompson Turner Walker Ward Watson White Williams Wilson Wood Wright Young van_der_Berg/vanderberg "
    "De_la_Cruz/delacruz"
)
LATIN_FIRST = _pairs(
    "Zoë/zoe José/jose Łukasz/lukasz Åsa/asa Søren/soren Çağla/cagla Jürgen/juergen François/francois Núria/nuria "
    "Ñusta/nusta Ólafur/olafur Šárka/sarka Žofia/zofia Éva/eva Noémi/noemi André/andre Björn/bjorn Dvořák/dvorak "
    "Ångström/angstrom Thảo/thao Nguyên/nguyen Inês/ines João/joao Gül/gul Siân/sian Māra/mara Ķirsts/kirsts Ýmir/ymir"
)
LATIN_LAST = _pairs(
    "Müller/mueller Núñez/nunez Østergård/ostergard Łęcki/lecki Çelik/celik Škoda/skoda Ibáñez/ibanez Žižka/zizka "
    "Þórsson/thorsson Bérenger/berenger Groß/gross Lindström/lindstrom Pérez/perez Sørensen/sorensen Őri/ori Trần/tran "
    "Phạm/pham Gonçalves/goncalves Yılmaz/yilmaz Bēaté/beate Weiß/weiss Åkesson/akesson Novák/novak Fernández/fernandez"
)
CYRILLIC_FIRST = _pairs(
    "Анна/anna Борис/boris Вера/vera Галина/galina Дмитрий/dmitri Елена/elena Иван/ivan Ольга/olga Пётр/pyotr "
    "Юлия/yulia Їжакевич/izhak Олесь/oles"
)
CYRILLIC_LAST = _pairs(
    "Иванова/ivanova Петров/petrov Соколов/sokolov Шевченко/shevchenko Кузнецов/kuznetsov Морозов/morozov "
    "Волков/volkov Яковлев/yakovlev Ковальчук/kovalchuk Ђорђевић/djordjevic"
)
GREEK_FIRST = _pairs("Άννα/anna Γιώργος/giorgos Ελένη/eleni Νίκος/nikos Σοφία/sofia Χρήστος/christos Δήμητρα/dimitra")
GREEK_LAST = _pairs(
    "Παπαδόπουλος/papadopoulos Νικολαΐδης/nikolaidis Αγγέλου/angelou Οικονόμου/ikonomou Βασιλείου/vasiliou"
)
CJK_FIRST = _pairs(
    "美咲/misaki 太郎/taro 陽菜/hina 伟/wei 芳/fang 秀英/xiuying 민준/minjun 서연/seoyeon 花子/hanako 建国/jianguo"
)
CJK_LAST = _pairs("山田/yamada 佐藤/sato 鈴木/suzuki 王/wang 李/li 张/zhang 김/kim 박/park 髙橋/takahashi 𠮷田/yoshida")
ARABIC_FIRST = _pairs("محمد/mohammed فاطمة/fatima عمر/omar ليلى/layla خالد/khaled زينب/zaynab يوسف/yusuf")
ARABIC_LAST = _pairs("الخطيب/alkhatib حداد/haddad منصور/mansour النجار/alnajjar سليمان/sulayman")
HEBREW_FIRST = _pairs("נועה/noa דוד/david תמר/tamar יעל/yael משה/moshe רבקה/rivka")
HEBREW_LAST = _pairs("כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman ברק/barak")

SCRIPTS: tuple[tuple[int, Names, Names], ...] = (
    (66, ENGLISH_FIRST, ENGLISH_LAST),
    (14, LATIN_FIRST, LATIN_LAST),
    (5, CYRILLIC_FIRST, CYRILLIC_LAST),
    (4, GREEK_FIRST, GREEK_LAST),
    (5, CJK_FIRST, CJK_LAST),
    (3, ARABIC_FIRST, ARABIC_LAST),
    (3, HEBREW_FIRST, HEBREW_LAST),
)
"""Share in percent, first names, last names. Two scripts are never mixed in one name."""

SUFFIXES = (", Jr", " II", ", PhD", ' "Skip"', "-Lee", "-Moss", " y Vega", "-Hart", "-Ray", " Sr")
"""Appended when a pool is used up; the commas and quotation marks break ClubOS's unquoted exports (B.9)."""

DOMAINS = ("example.org", "example.com", "example.net", "mail.example", "lakeside.example", "post.example.org")
AREAS = _words(
    "202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 "
    "253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 "
    "320 321 323 325 330 334 336 337 339 347 351 352 360 361 385 386 401 402 404 405 406 407 408 409 410 412 413 "
    "414 415 417 419 423 425 432 434 435 440 443 469 478 479 480 484 501 502 503 504 505 507 508 509 510 512 513 "
    "515 516 517 518 520 530 540 541 551 559 561 562 563 567 570 571 573 574 580 585 586 601 602 603 605 606 607 "
    "608 609 610 612 614 615 616 617 618 619 620 623 626 630 631 636 641 646 650 651 660 661 662 678 682 701 702 "
    "703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 727 731 732 734 740 754 757 760 763 765 770 772 "
    "773 774 775 781 785 786 801 802 803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 "
    "847 850 856 857 858 859 860 863 864 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 "
    "920 925 928 931 936 937 940 941 947"
)
"""Area codes in the United States; each has a hundred numbers for fiction."""


@dataclass(frozen=True, slots=True)
class Name:
    """A full name and how it is spelled in an e-mail address."""

    first: str
    last: str
    spelled: str


def deal_names(rng: random.Random) -> Iterator[Name]:
    """Endless different full names, folded names too being different."""
    taken: set[tuple[str, str]] = set()
    weights = [share for share, _, _ in SCRIPTS]
    while True:
        _, firsts, lasts = rng.choices(SCRIPTS, weights)[0]
        first, first_spelled = rng.choice(firsts)
        last, last_spelled = rng.choice(lasts)
        tries = 0
        while (first.casefold(), last.casefold()) in taken:
            tries += 1
            first, first_spelled = rng.choice(firsts)
            last, last_spelled = rng.choice(lasts)
            if tries > 4:
                last += rng.choice(SUFFIXES)
            if tries > 12:
                last += f" {chr(65 + rng.randrange(26))}."
        taken.add((first.casefold(), last.casefold()))
        yield Name(first, last, f"{first_spelled}.{last_spelled}")


def deal_phones(rng: random.Random) -> Iterator[str]:
    """Different numbers in E.164, one in twenty of another country. About 25,000, then StopIteration."""
    home = [f"+1{area}55501{number:02d}" for area in AREAS for number in range(100)]
    away = [f"+442079460{number:03d}" for number in range(1000)]
    away += [f"+3319900{number:04d}" for number in range(0, 10000, 7)]
    away += [f"+6149157{number:04d}" for number in range(100, 1000, 3)]
    rng.shuffle(home)
    rng.shuffle(away)
    while home:
        yield away.pop() if away and rng.random() < 0.05 else home.pop()


def written_phone(number: str, rng: random.Random) -> str:
    """A number as the importer keeps it: bare digits at home, with plus abroad or for a third of the people."""
    if number.startswith("+1") and rng.random() < 0.66:
        return number[2:]
    return number
