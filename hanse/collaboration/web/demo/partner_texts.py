"""Made-up subjects of the demo's partner search: who offers what, and who needs it."""

from dataclasses import dataclass
from typing import Final

from hanse.collaboration.matching.templates import OfferKind


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject. offer, need: title and text. offering, needing: cluster categories of each."""

    offer_kind: OfferKind
    need_kind: OfferKind
    offering: str
    needing: str
    technology: str
    offer: tuple[str, str]
    need: tuple[str, str]


_BUSINESS = (OfferKind.BUSINESS_OFFER, OfferKind.BUSINESS_REQUEST)
_TECHNOLOGY = (OfferKind.TECHNOLOGY_OFFER, OfferKind.TECHNOLOGY_REQUEST)
_RESEARCH = (OfferKind.TECHNOLOGY_OFFER, OfferKind.RESEARCH_REQUEST)

SUBJECTS: Final = (
    Subject(
        *_TECHNOLOGY,
        "production_technology",
        "forestry_and_wood",
        "advanced_materials",
        (
            "Scanner that grades sawn timber by strength",
            "A laser and X-ray scanner grades boards in the line, 180 metres a minute.",
        ),
        (
            "Strength grading of timber in small sawmills",
            "Sawmills cutting 20,000 cubic metres a year seek a scanner for strength grading.",
        ),
    ),
    Subject(
        *_BUSINESS,
        "furniture",
        "hospitality_and_tourism",
        "advanced_materials",
        (
            "Furniture for hotels in solid wood, in small series",
            "Beds, tables and wardrobes of ash and larch, from 40 rooms upwards, with assembly.",
        ),
        (
            "Maker of hotel furniture in wood for six houses",
            "A group of hotels renovates 240 rooms and seeks furniture of certified wood.",
        ),
    ),
    Subject(
        *_BUSINESS,
        "plastics_and_rubber",
        "medical_devices",
        "polymers",
        (
            "Injection moulding in a clean room",
            "Parts of medical grade polymers from 0.1 to 200 grams, in series from 10,000 pieces.",
        ),
        (
            "Supplier of moulded housings for inhalers",
            "Injection moulding of medical polymers in a clean room, 400,000 pieces a year.",
        ),
    ),
    Subject(
        *_TECHNOLOGY,
        "software_and_it",
        "automotive",
        "artificial_intelligence",
        (
            "Software that finds faults in painted surfaces",
            "Cameras and learning software find scratches and inclusions in paint in two seconds.",
        ),
        (
            "Inspection of painted car parts by camera",
            "A maker of bumpers seeks camera inspection that finds scratches in paint in the line.",
        ),
    ),
    Subject(
        *_RESEARCH,
        "education_and_knowledge",
        "electric_power",
        "energy_storage",
        (
            "Test bench for batteries in their second life",
            "The bench ages and measures used traction batteries for storage in networks.",
        ),
        (
            "Partners for research on batteries in their second life",
            "Network operators and battery laboratories for storage from used traction batteries.",
        ),
    ),
    Subject(
        *_TECHNOLOGY,
        "environmental_services",
        "textiles",
        "waste_recycling",
        (
            "Separation of polyester and cotton from waste",
            "An enzyme separates mixed fabrics; both fibres can be spun again.",
        ),
        (
            "Recycling of mixed fabrics from workwear",
            "A mill seeks separation of polyester and cotton, 300 tonnes of workwear a year.",
        ),
    ),
    Subject(
        *_BUSINESS,
        "transportation_and_logistics",
        "food_processing",
        "internet_of_things",
        (
            "Chilled transport from the Alps to the Baltic",
            "Groupage with two departures a week, with the temperature recorded in every box.",
        ),
        (
            "Chilled groupage for cheese to Northern Europe",
            "Four dairies seek chilled transport twice a week, with recorded temperatures.",
        ),
    ),
    Subject(
        *_RESEARCH,
        "biopharmaceuticals",
        "fishing",
        "biotechnology",
        (
            "Vaccines for fish by oral feed",
            "A carrier of algae protects the antigen on its way through the stomach.",
        ),
        (
            "Partners for a project on oral vaccines in aquaculture",
            "Farms and laboratories to test vaccines given with feed in salmon and bass.",
        ),
    ),
    Subject(
        *_TECHNOLOGY,
        "information_technology",
        "water_transportation",
        "sensors",
        (
            "Sensors that measure strain in composite hulls",
            "Optical fibres in the laminate report strain while the boat sails.",
        ),
        (
            "Measuring strain in hulls of composites",
            "Boatyards seek sensors within the laminate that report strain and impacts.",
        ),
    ),
    Subject(
        *_BUSINESS,
        "downstream_metals",
        "aerospace_and_defence",
        "additive_manufacturing",
        (
            "Titanium parts printed and machined to size",
            "Powder bed printing up to 400 mm, with heat treatment and five-axis milling.",
        ),
        (
            "Supplier of printed titanium brackets",
            "An assembler of aircraft seats seeks printed titanium parts, 2,000 pieces a year.",
        ),
    ),
    Subject(
        *_TECHNOLOGY,
        "glass_and_ceramics",
        "construction_products",
        "advanced_materials",
        (
            "Foamed glass that insulates and bears loads",
            "Blocks made of waste glass with a strength of 1.2 newtons a square millimetre.",
        ),
        (
            "Insulation below foundations without plastics",
            "Builders of timber houses seek insulating blocks of glass that bear loads.",
        ),
    ),
    Subject(
        *_BUSINESS,
        "marketing_design_publishing",
        "recreational_goods",
        "virtual_reality",
        (
            "Design of sports goods, from study to prototype",
            "A studio of twelve designs goods for cycling, skiing and climbing.",
        ),
        (
            "Designers for a collection of climbing gear",
            "A maker of ropes seeks a studio that designs harnesses and packs for climbing.",
        ),
    ),
)
"""Everything here is fictitious."""
