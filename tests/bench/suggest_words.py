"""The words that the names of the suggestions' benchmark are made of, of ten countries.

Words that tell one firm from another are dealt out to the two halves in turn, so that no half knows those of
the other. Words that many firms share (trades, legal forms, places where a group has a branch) are in both.
"""

from dataclasses import dataclass
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_words(phrase) for phrase in text.split(","))


SURNAMES: Final = _words("""
Abbott Ackermann Adeyemi Ainsworth Aldridge Almeida Anderson Appleton Ashworth Atkins Bacon Bagshaw Bakker
Balcombe Banerjee Barlow Barnard Beaumont Beck Bélanger Bennett Bergström Bertrand Blackwood Boateng Boshoff
Bouchard Bradshaw Brandt Brennan Briggs Brockhurst Brouwer Bukowski Burrows Callaghan Cameron Carmody
Cartwright Chaudhry Chevalier Clarke Coetzee Colquhoun Connolly Cooper Côté Crawford Crosby Cunningham
Dalgleish Daly Davenport Dekker Delaney Desai Devereux Dijkstra Donovan Dubois Duffy Dupont Durand Eastwood
Edwards Ekström Ellison Engelbrecht Erasmus Fairweather Farrell Faulkner Fernández Finnegan Fischer
Fitzgerald Fletcher Fontaine Forsyth Fournier Fraser Gagnon Gallagher Garnier Gauthier Gibbons Giordano
Goldsworthy González Gough Grainger Greenwood Gruber Guérin Haddad Hagan Hamilton Hansen Harrington Hartmann
Havenga Hawthorne Healy Hendriks Herrmann Hickey Hoffmann Hollingsworth Hughes Hutchinson Iqbal Irvine
Jacobs Jansen Jardine Jefferson Joubert Kaminski Kavanagh Keating Keller Kelly Kemper Kennedy Khumalo
Kirkpatrick Klein Köhler Kowalski Krüger Lacroix Lambert Langford Larsen Lavoie Lefèvre Lemieux Lindqvist
Lockhart Lombardi MacDonald MacKenzie Mahoney Maréchal Marais Marchetti Mbeki McAllister McCarthy McGregor
McIntyre McKenna Meijer Mercier Meyer Middleton Mitchell Mkhize Moloney Montague Moreau Morrison Mueller
Mulder Mulligan Murphy Naidoo Nakamura Ndlovu Neumann Nguyen Nicholls Nkosi Nolan Novák Nowak O'Brien
O'Connor O'Donnell O'Neill O'Sullivan Okafor Oosthuizen Osborne Pākuru Papadopoulos Parkinson Patel Pearson
Pelletier Peters Petersen Poirier Pretorius Prinsloo Quinlan Radcliffe Rasmussen Ravenscroft Reddy Richter
Rinaldi Robertson Rousseau Rutherford Ryan Sandhu Schäfer Schmidt Schneider Schröder Schulz Shaughnessy
Silva Simpson Sinclair Singh Smit Sørensen Stapleton Steyn Stokes Strydom Sutherland Takahashi Tanaka
Thibault Thompson Thornton Tierney Tremblay Turnbull Underwood Vandenberg Vermeulen Viljoen Visser Vogel
Wagner Walker Wallace Watanabe Weatherby Weber Weiß Whitaker Whittington Wijnands Wilkinson Winterbottom
Wójcik Wolff Woodhouse Yamamoto Yates Zhang Ziegler Zimmermann Zuma
""")
NEIGHBOURS: Final = (
    ("Clark", "Clarke"),
    ("Stephens", "Stevens"),
    ("Hansen", "Hanson"),
    ("Johnson", "Johnston"),
    ("Petersen", "Peterson"),
    ("Philips", "Phillips"),
    ("Meier", "Meyer"),
    ("Nicholls", "Nichols"),
    ("Reid", "Reed"),
    ("Browne", "Brown"),
    ("Smit", "Smith"),
    ("Matthews", "Mathews"),
)
"""Families of different people whose names differ by a letter."""
FIRST_NAMES: Final = _words("""
Aaron Alice Andrew Anna Brian Carla Claire Daniel Deborah Derek Edward Elaine Fiona Frank Georgia Graham
Hannah Henry Ian Isabel James Jennifer John Joseph Karen Keith Laura Liam Margaret Martin Michael Nicola
Oliver Patricia Paul Peter Rachel Robert Ruth Sandra Simon Stephen Susan Thomas Victor Wendy William
""")
BRANDS: Final = _words("""
Acacia Albatross Alder Alpine Amber Anchor Antler Apex Aquila Arbor Arcadia Aspen Aster Atlas Aurora Azure
Badger Banksia Barley Basalt Beacon Birchwood Bluebird Bluegum Boomerang Boulder Bramble Brightwater Brindle
Brolga Canopy Cardinal Cascade Cedar Chalkstone Cinnabar Citadel Clearwater Clover Cobalt Compass Condor
Copperfield Coral Cornerstone Crescent Crimson Crosswind Curlew Cypress Dolphin Dovetail Drumlin Eagle Ebony
Echidna Eclipse Elmwood Ember Emerald Equinox Evergreen Falcon Fernleaf Firefly Flagstone Flint Foxglove
Frontier Galaxy Gannet Garnet Glacier Goldfinch Goshawk Granite Greenfield Gumtree Halcyon Harrier Harvest
Hawthorn Hazel Headland Heron Highfield Horizon Hornbill Hummingbird Ibis Indigo Ironbark Ironstone Ivory
Jacaranda Jackdaw Jasmine Jasper Juniper Kauri Keystone Kestrel Kingfisher Koru Kowhai Landmark Lapwing
Larkspur Laurel Lighthouse Limestone Linden Lodestar Lotus Magnolia Magpie Mallee Manuka Maple Marigold
Meadow Meridian Merlin Midway Milestone Millstone Mistral Moonstone Mosaic Mulberry Nautilus Nimbus
Northwind Oakleaf Oasis Obsidian Olive Onyx Opal Orchard Orion Osprey Otter Outlook Paragon Parallel Peacock
Pegasus Pelican Peregrine Phoenix Pinnacle Pioneer Platypus Polaris Poplar Primrose Prism Protea Puffin
Quantum Quarry Quartz Quokka Rainbow Ranger Raven Redwood Ridgeway Rimu Riverbend Riverstone Rosella Rowan
Saffron Sandpiper Sapphire Sentinel Sequoia Silverleaf Skylark Solstice Sparrow Spinnaker Springbok Starling
Stonebridge Summit Sundial Sunflower Swallow Tamarind Tangent Teal Tempest Terrace Thistle Thornbury
Tidewater Topaz Torrent Trident Tundra Turquoise Tussock Umbra Unity Vanguard Vantage Vertex Viaduct Vista
Wagtail Walnut Waratah Wattle Wayfarer Westerly Wheatsheaf Whimbrel Willow Windmill Wombat Woodlark Wren
Yarrow Zenith Zephyr
""")
SYLLABLES: Final = _words("""
ax bel bri cal cor dex dyn el fer flo gen gra hel hy in jo kal ki lum lyn mar mex min nex no nu op or pax
per pri pro qua ri sal sen sol syn tal tek tor tri ul va vel ven vi vo xan yl za zen
""")
PLACES: Final = _words("""
Adelaide Amsterdam Antrim Auckland Ballarat Bendigo Birmingham Bloemfontein Bordeaux Bremen Brisbane Bristol
Calgary Canterbury Cardiff Chicago Christchurch Cork Darwin Denver Devonport Dresden Dublin Dunedin Durban
Düsseldorf Edinburgh Fremantle Galway Geelong Glasgow Gloucester Groningen Haarlem Halifax Hamburg Hawke's
Hobart Houston Invercargill Johannesburg Kilkenny Köln Launceston Leeds Leicester Leiden Limerick Lyon
Mackay Manitoba Marlborough Melbourne Montréal Munster München Napier Nelson Newcastle Norfolk Nottingham
Ontario Orlando Ottawa Oxford Perth Portland Pretoria Québec Rotorua Rotterdam Sheffield Shannon
Stellenbosch Stuttgart Sydney Tasman Tauranga Toowoomba Toulouse Tralee Utrecht Vancouver Waikato Waterford
Wellington Winnipeg Wollongong Yorkshire
""")
BRANCHES: Final = (
    *("North", "South", "East", "West", "Central", "Northern", "Southern", "Eastern", "Western", "City"),
    *("Sydney", "Melbourne", "London", "Dublin", "Auckland", "Toronto", "Berlin", "Paris", "Cape Town"),
)
ADDED: Final = (
    *(
        "Group",
        "Holdings",
        "Australia",
        "International",
        "NZ",
        "UK",
        "Services",
        "Trading",
        "Ireland",
        "Canada",
    ),
)
"""What one side writes behind a name and the other leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How firms of one country are called."""

    share: int
    trades: tuple[tuple[str, ...], ...]
    """Words of the trade, in the order in which they stand."""
    forms: tuple[tuple[str, ...], ...]
    """Legal forms, each with the ways in which it is written; the first is the full one."""
    ands: tuple[str, ...]
    patterns: tuple[str, ...]
    domain: str


_ENGLISH_TRADES: Final = _phrases("""
Plumbing, Electrical, Electrical Services, Engineering, Civil Engineering, Construction, Builders, Building
Supplies, Roofing, Joinery, Landscaping, Garden Centre, Transport, Haulage, Logistics, Freight, Couriers,
Motors, Motor Group, Tyre Service, Accounting, Chartered Accountants, Bookkeeping, Legal, Solicitors,
Lawyers, Conveyancing, Dental, Dental Care, Medical Centre, Veterinary Clinic, Physiotherapy, Pharmacy,
Optometrists, Real Estate, Property Management, Property Developments, Architects, Interiors, Furniture,
Flooring, Carpets, Kitchens, Windows, Glass, Signs, Printing, Print Solutions, Design, Media, Marketing,
Advertising, Photography, Films, Software, Systems, Technology, IT Solutions, Data Services, Networks,
Telecom, Security Services, Cleaning Services, Facilities Management, Waste Management, Recycling, Pest
Control, Catering, Foods, Fine Foods, Bakery, Brewing Company, Wines, Vineyards, Coffee Roasters, Hotel,
Hospitality, Travel, Tours, Farms, Dairy, Seafoods, Meats, Fresh Produce, Nurseries, Timber, Steel,
Fabrication, Manufacturing, Machinery, Tools, Hire, Equipment Hire, Mining Services, Drilling, Energy,
Solar, Insurance Brokers, Financial Planning, Wealth Management, Capital, Investments, Recruitment,
Training, Early Learning Centre, School, Fitness, Sports Club, Golf Club, Boats, Marine Services, Aviation,
Packaging, Plastics, Chemicals, Textiles, Apparel, Jewellers, Toys, Books, Music, Events, Community Trust,
Consulting, Management Consultants, Business Advisers
""")
_GERMAN_TRADES: Final = _phrases("""
Maschinenbau, Elektrotechnik, Sanitär, Heizungsbau, Bäckerei, Tischlerei, Metallbau, Spedition, Logistik,
Immobilien, Steuerberatung, Rechtsanwälte, Zahntechnik, Getränke, Gartenbau, Dachdeckerei, Systemhaus,
Verlag, Druckerei, Möbel, Bauunternehmung, Autohaus, Werkzeuge, Kunststofftechnik, Gebäudereinigung,
Versicherungsmakler, Anlagenbau
""")
_FRENCH_TRADES: Final = _phrases("""
Plomberie, Électricité, Menuiserie, Boulangerie, Pâtisserie, Transports, Immobilier, Conseil, Informatique,
Nettoyage, Bâtiment, Maçonnerie, Charpente, Imprimerie, Traiteur, Vins, Assurances, Expertise Comptable,
Mécanique, Énergie, Sécurité, Paysage, Peinture, Distribution, Formation, Pharmacie, Bois, Équipements
""")
_DUTCH_TRADES: Final = _phrases("""
Bouw, Installatietechniek, Loodgieters, Bakkerij, Transport, Logistiek, Vastgoed, Accountants, Advocaten,
Timmerwerken, Schilderwerken, Automatisering, Drukkerij, Hoveniers, Bloemen, Zuivel, Techniek,
Metaalbewerking, Verzekeringen, Meubelen, Schoonmaak, Uitzendbureau, Makelaardij, Tuincentrum
""")
_ENGLISH_PATTERNS: Final = (
    *("{surname} {trade}", "{surname} {and} {surname} {trade}", "{surname} {and} Sons {trade}"),
    *("{brand} {trade}", "{brand} {trade}", "{brand} {brand} {trade}", "{coined} {trade}", "{coined}"),
    *("{place} {trade}", "The {brand} {trade}", "{first} {surname} {trade}", "{brand} {branch} {trade}"),
    *(
        "{brand} {trade} {number}",
        "{initials} {trade}",
        "{place} {brand} {trade}",
        "{surname} Family {trade}",
    ),
    *("{surname} Brothers {trade}", "The {place} {trade}"),
)
COUNTRIES: Final = (
    Country(
        share=30,
        trades=_ENGLISH_TRADES,
        forms=(
            ("Pty Ltd", "Pty. Ltd.", "Pty Limited", "PTY LTD", "P/L", "Proprietary Limited"),
            ("Pty Ltd", "Pty. Ltd.", "Pty Limited", "PTY LTD", "P/L", "Proprietary Limited"),
            ("Limited", "Ltd", "Ltd.", "LTD"),
            (),
        ),
        ands=("&", "and"),
        patterns=_ENGLISH_PATTERNS,
        domain="com.au",
    ),
    Country(
        share=10,
        trades=_ENGLISH_TRADES,
        forms=(("Limited", "Ltd", "Ltd.", "LTD"), ()),
        ands=("&", "and"),
        patterns=_ENGLISH_PATTERNS,
        domain="co.nz",
    ),
    Country(
        share=18,
        trades=_ENGLISH_TRADES,
        forms=(("Limited", "Ltd", "Ltd.", "LTD"), ("PLC", "plc", "P.L.C."), ("LLP", "L.L.P."), ()),
        ands=("&", "and"),
        patterns=_ENGLISH_PATTERNS,
        domain="co.uk",
    ),
    Country(
        share=12,
        trades=_ENGLISH_TRADES,
        forms=(
            ("LLC", "L.L.C.", "L.L.C"),
            ("Inc.", "Inc", "Incorporated", "INC"),
            ("Corporation", "Corp.", "Corp"),
            ("LP", "L.P."),
            (),
        ),
        ands=("&", "and"),
        patterns=_ENGLISH_PATTERNS,
        domain="com",
    ),
    Country(
        share=6,
        trades=_ENGLISH_TRADES,
        forms=(("Limited", "Ltd", "Ltd."), ("Teoranta", "Teo"), ("DAC",), ("Unlimited Company", "UC"), ()),
        ands=("&", "and"),
        patterns=_ENGLISH_PATTERNS,
        domain="ie",
    ),
    Country(
        share=7,
        trades=_ENGLISH_TRADES,
        forms=(
            ("(Pty) Ltd", "Pty Ltd", "(Pty) Limited", "(PTY) LTD", "(Pty) Ltd."),
            ("CC", "cc", "C.C."),
            ("NPC",),
        ),
        ands=("&", "and", "en"),
        patterns=_ENGLISH_PATTERNS,
        domain="co.za",
    ),
    Country(
        share=5,
        trades=(*_ENGLISH_TRADES, *_FRENCH_TRADES),
        forms=(
            ("Inc.", "Inc", "Incorporated"),
            ("Ltée", "Ltee", "Limitée"),
            ("ULC", "U.L.C."),
            ("Ltd.", "Limited"),
        ),
        ands=("&", "and", "et"),
        patterns=_ENGLISH_PATTERNS,
        domain="ca",
    ),
    Country(
        share=5,
        trades=_GERMAN_TRADES,
        forms=(
            ("GmbH", "G.m.b.H.", "Gesellschaft mbH", "gmbh"),
            ("GmbH & Co. KG", "GmbH & Co KG", "GmbH u. Co. KG", "GmbH und Co. KG"),
            ("AG",),
            ("UG (haftungsbeschränkt)", "UG"),
            ("e.K.", "e. K.", "eK"),
            ("KG",),
        ),
        ands=("&", "und", "u."),
        patterns=(
            *(
                "{surname} {trade}",
                "{trade} {surname}",
                "{surname} {and} {surname} {trade}",
                "{brand} {trade}",
            ),
            *(
                "{first} {surname} {trade}",
                "{place} {trade}",
                "{coined} {trade}",
                "{surname} {and} Söhne {trade}",
            ),
        ),
        domain="de",
    ),
    Country(
        share=4,
        trades=_FRENCH_TRADES,
        forms=(("SARL", "S.A.R.L.", "Sarl"), ("SAS", "S.A.S."), ("SA", "S.A."), ("EURL", "E.U.R.L.")),
        ands=("&", "et"),
        patterns=(
            *("{trade} {surname}", "{surname} {trade}", "{surname} {and} Fils", "Établissements {surname}"),
            *("{place} {trade}", "{coined} {trade}", "{surname} {and} {surname} {trade}"),
        ),
        domain="fr",
    ),
    Country(
        share=3,
        trades=_DUTCH_TRADES,
        forms=(("B.V.", "BV", "b.v."), ("N.V.", "NV"), ("V.O.F.", "VOF", "vof")),
        ands=("&", "en"),
        patterns=(
            *("{surname} {trade}", "{trade} {surname}", "{trade} van der {surname}", "{brand} {trade}"),
            *("{place} {trade}", "{surname} {and} {surname} {trade}", "{coined} {trade}"),
        ),
        domain="nl",
    ),
)
ABBREVIATIONS: Final = {
    "Services": ("Svcs", "Serv."),
    "Engineering": ("Eng.", "Engrg"),
    "International": ("Intl", "Int'l"),
    "Management": ("Mgmt", "Mgt"),
    "Manufacturing": ("Mfg", "Manuf."),
    "Construction": ("Constr.", "Const"),
    "Technology": ("Tech",),
    "Company": ("Co", "Co."),
    "Brothers": ("Bros", "Bros."),
    "Centre": ("Center", "Ctr"),
    "Systems": ("Sys",),
    "Electrical": ("Elec", "Elect."),
    "Property": ("Prop.",),
    "Consulting": ("Consult.",),
    "Transport": ("Tpt", "Transp."),
    "Accountants": ("Acct.", "Accts"),
    "Equipment": ("Equip.",),
    "Developments": ("Devs", "Dev."),
    "Financial": ("Fin.",),
    "Insurance": ("Ins.",),
}
FREE_MAIL: Final = (
    "gmail.com",
    "outlook.com",
    "bigpond.com",
    "hotmail.co.uk",
    "gmx.de",
    "orange.fr",
    "xtra.co.nz",
)
