"""Words for invented companies and people, and the rule that makes every company name a different one.

A name is a number written in three digits of words, so the n-th name costs nothing to find and two numbers
never share one. Only names under the reserved top-level domain `.example` are ever used for e-mail.
"""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_OWNERS: Final = _words(
    """
    Abbott Ackerman Adeyemi Albrecht Aldous Almeida Andersen Ashdown Atherton Banerjee Barlow Bartos
    Beaumont Bellamy Bergstrom Birch Blackwood Boateng Bramley Brennan Calloway Carrick Castellan
    Chandra Chevalier Claremont Colby Corrigan Cranmer Dalgaard Danvers Delacroix Dempsey Devlin Dhillon
    Drummond Dunmore Eastwick Edelman Egerton Ellery Emberton Espinosa Fairbairn Falconer Farrow Fenwick
    Ferraro Finch Fitzroy Fontaine Forsythe Gallagher Garrick Gifford Goldsworth Granger Greaves
    Grimaldi Gupta Hadley Halloran Hargreave Harrow Hathaway Hedley Henriksen Holloway Hutton Ibarra
    Ingram Ishikawa Jansen Jarrett Jellicoe Kaminski Kavanagh Keating Kendrick Kingsley Kirkwood
    Koskinen Lachlan Langford Larkin Lattimer Leclerc Lindqvist Lockhart Lorimer Lyndon Mackay Mallory
    Mansfield Marchetti Marlowe Mbeki Merrick Milford Montrose Moravec Mortimer Nakamura Napier
    Nettleton Novak Oakley Okafor Oldfield Orlov Ormond Padgett Pemberton Penhaligon Petrov Pickering
    Pilgrim Prescott Quigley Quinlan Radcliffe Ransome Redfern Renshaw Ridley Rossi Rutherford Sandoval
    Sattler Savage Seymour Shackleton Sinclair Soderberg Stanhope Sterling Sutcliffe Tavares Tennyson
    Thackeray Thornton Tiernan Treadwell Underhill Vance Vasquez Verity Vickers Wakefield Warwick
    Whitlock Wilder Winslow Wolfe Woodville Yamada Yardley Zeller
    """
)

_PARTNERS: Final = (
    "",
    "& Sons",
    "& Daughters",
    "Brothers",
    "& Partners",
    "Family",
    "Group",
    "Northern",
    "Southern",
    "Coastal",
    "Highland",
    "Central",
    "Harbour",
    "Riverside",
    "Valley",
    "Metro",
    "Pacific",
    "Atlantic",
    "National",
    "Heritage",
    "Premier",
    "Modern",
    "United",
    "First",
    "Park Lane",
    "High Street",
    "Station Road",
    "Green",
    "Blue Sky",
    "Cornerstone",
    "Old Mill",
)

_TRADES: Final = (
    "Accounting",
    "Architects",
    "Auto Repairs",
    "Bakery",
    "Bookshop",
    "Brewing",
    "Builders",
    "Cabinet Makers",
    "Care Homes",
    "Carpets",
    "Catering",
    "Chartered Surveyors",
    "Childcare",
    "Civil Engineering",
    "Cleaning Services",
    "Coffee Roasters",
    "Conveyancing",
    "Dairy",
    "Dental",
    "Design",
    "Distribution",
    "Drainage",
    "Electrical",
    "Estate Agents",
    "Event Hire",
    "Farms",
    "Financial Planning",
    "Fisheries",
    "Flooring",
    "Florists",
    "Foods",
    "Freight",
    "Furniture",
    "Garden Centre",
    "Glass",
    "Haulage",
    "Heating & Plumbing",
    "Horticulture",
    "Hotels",
    "Imaging",
    "Insurance Brokers",
    "Interiors",
    "Joinery",
    "Kitchens",
    "Landscapes",
    "Law",
    "Legal",
    "Lighting",
    "Logistics",
    "Marine",
    "Medical Centre",
    "Metalwork",
    "Motors",
    "Music School",
    "Nurseries",
    "Optometrists",
    "Packaging",
    "Paints",
    "Pharmacy",
    "Photography",
    "Physiotherapy",
    "Plastics",
    "Precision Tools",
    "Printing",
    "Property",
    "Recruitment",
    "Removals",
    "Roofing",
    "Scaffolding",
    "Security",
    "Signs",
    "Solar",
    "Stationers",
    "Steel",
    "Storage",
    "Surveying",
    "Textiles",
    "Timber",
    "Training",
    "Travel",
    "Veterinary Clinic",
    "Vineyards",
    "Waste Management",
    "Wholesale",
)

_FORMS: Final = ("Ltd", "Limited", "Pty Ltd", "Ltd", "LLC", "Inc", "", "Pty Ltd", "GmbH", "Co")

_FIRST_NAMES: Final = _words(
    """
    Ada Aisha Alan Amara Anders Anika Aroha Arthur Beatriz Ben Bronwyn Callum Carla Chloe Daniel Dara
    Deepak Diego Eleanor Elif Emeka Emma Erik Fatima Fiona Florian Freya George Grace Hamish Hana
    Harriet Hugo Imran Ines Isla Ivan Jack Jada James Joana Jonas Kaia Keiko Kofi Lars Laura Leila Liam
    Lucia Magnus Maria Mateo Mei Mia Mikael Nadia Nell Niamh Noah Olga Oliver Omar Oona Owen Paula Pavel
    Pedro Priya Quentin Rachel Rafael Rosa Ruth Samir Sanna Sean Sofia Stefan Tama Tara Theo Thomas Uma
    Ursula Victor Wanda Wei William Yara Yusuf Zoe
    """
)

_SPACE: Final = len(_OWNERS) * len(_PARTNERS) * len(_TRADES)
_STEP: Final = 254_279
"""Shares no divisor with the number of names: neighbouring numbers get names that look unrelated."""

_ODD: Final = 0x9E3779B1
_WORD: Final = 0xFFFFFFFF


def scatter(number: int) -> int:
    """Return 32 bits that look random and are always the same for the same number."""
    number = (number + _ODD ^ (number >> 15)) * _ODD & _WORD
    number = (number ^ (number >> 13)) * 0x85EBCA6B & _WORD
    return number ^ (number >> 16)


def company_name(number: int) -> str:
    """Return the name of the numbered company; different numbers have different names."""
    turn, place = divmod(number, _SPACE)
    rest, owner = divmod(place * _STEP % _SPACE, len(_OWNERS))
    trade, partner = divmod(rest, len(_PARTNERS))
    form = _FORMS[scatter(number) % len(_FORMS)]
    words = (_OWNERS[owner], _PARTNERS[partner], _TRADES[trade], str(turn + 1) if turn else "", form)
    return " ".join(word for word in words if word)


def person_name(number: int) -> tuple[str, str]:
    """Return first and last name of the numbered person; people may be namesakes."""
    draw = scatter(number)
    return _FIRST_NAMES[draw % len(_FIRST_NAMES)], _OWNERS[(draw >> 8) % len(_OWNERS)]


def domain_of(name: str) -> str:
    """Return an e-mail domain for a company of ordinary letters."""
    return name.lower().replace("&", "and").replace(" ", "") + ".example"
