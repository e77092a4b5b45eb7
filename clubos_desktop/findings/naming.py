"""What a group of differences is called, and what it would mean for members if the club switched today."""

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.fields import COMPARED, NOT_COMPARABLE, ONE


def label_of(domain: Domain, field: str) -> str:
    """A field's name on screen."""
    for each in (*COMPARED.get(domain, ()), *NOT_COMPARABLE.get(domain, ())):
        if each.name == field:
            return each.label
    return field.replace("_", " ").capitalize()


def many(domain: Domain, n: int) -> str:
    """For example: "1 member", "1,187 members"."""
    return f"{n:,} {ONE[domain]}{'s' * (n != 1)}"


def sentence(domain: Domain, kind: Kind, field: str, n: int) -> str:
    """What differences of one domain, kind and field are, with their number."""
    what = many(domain, n)
    stands = "is" if n == 1 else "are"
    if kind is Kind.ONLY_LEGACY:
        return f"{what} {stands} only in Wild Apricot"
    if kind is Kind.ONLY_CLUBOS:
        return f"{what} {stands} only in ClubOS"
    if domain in FINANCE:
        return f"{what} {'does' if n == 1 else 'do'} not add up in Wild Apricot ({label_of(domain, field).lower()})"
    return f"{label_of(domain, field)} differ{'s' * (field != 'capacity')} for {what}"


def meaning(domain: Domain, kind: Kind, field: str) -> str:
    """What it would mean for members if the club switched today."""
    if domain in FINANCE:
        return "The club's own figures would not add up; the treasurer should look before anything is moved."
    if kind is Kind.ONLY_LEGACY:
        return _MISSING.get(domain, "It would be lost after the switch.")
    if kind is Kind.ONLY_CLUBOS:
        return "Wild Apricot, which is in charge, does not have this: it may be a test entry, or it was deleted there."
    return _FIELD_MEANING.get((domain, field), "ClubOS would show something else than Wild Apricot does today.")


_MISSING = {
    Domain.MEMBERS: "They could not sign in to ClubOS and would get no mail from the club.",
    Domain.EVENTS: "Members would not find this in the calendar.",
    Domain.REGISTRATIONS: "People would come to an event that does not expect them.",
}

_FIELD_MEANING = {
    (Domain.MEMBERS, "email"): "They would not get their renewal mail.",
    (Domain.MEMBERS, "phone"): "A call would not reach them.",
    (Domain.MEMBERS, "status"): "They may lose access, or keep it without paying.",
    (Domain.MEMBERS, "level"): "They would be asked for another fee.",
    (Domain.MEMBERS, "joined"): "Years of membership would be wrong on lists and badges.",
    (Domain.MEMBERS, "first_name"): "Their name would be wrong on lists and badges.",
    (Domain.MEMBERS, "last_name"): "Their name would be wrong on lists and badges.",
    (Domain.EVENTS, "start"): "Members would come at the wrong time.",
    (Domain.EVENTS, "end"): "Members would expect another end.",
    (Domain.EVENTS, "location"): "Members would go to the wrong place.",
    (Domain.EVENTS, "capacity"): "Too many or too few could sign up.",
    (Domain.EVENTS, "published"): "Members would see it when they should not, or not see it when they should.",
    (Domain.REGISTRATIONS, "status"): "They may be turned away, or hold a place they gave back.",
}
