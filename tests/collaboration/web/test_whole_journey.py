"""From a profile and a need to a strategic partnership, in a real browser, in one chain.

Everybody has a session of their own, the clock goes from March to September 2027, and each page
is reached from the one before or by the letter that tells whose turn it is.
"""

import re
from datetime import date
from typing import Final

import pytest
from django.core import mail
from playwright.sync_api import expect

from hanse.collaboration.consortia.states import State
from hanse.collaboration.consortia.strategy import SECTIONS
from hanse.collaboration.journey.generations import reached
from hanse.collaboration.journey.relations import pair_of, relations
from hanse.collaboration.journey.rules import journey_rules
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.models.consortia import Consortium
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.observatory.warehouse import Edition
from tests.browser import NewPage
from tests.collaboration.consortium_factories import WHOLE, make_editor
from tests.collaboration.factories import make_profile
from tests.collaboration.partner_factories import closest
from tests.excellence.web.stage import Stage, Visitor
from tests.foundation.web.factories import make_person

pytestmark = [pytest.mark.browser, pytest.mark.long]

BEGIN: Final = date(2027, 3, 1)
SIGNED: Final = date(2027, 5, 10)
FORMED: Final = date(2027, 9, 6)
OWN: Final = "automotive"
NEED: Final = "Inspection of painted parts"
WORDS: Final = "Scratches of a tenth of a millimetre, in the line."
ASKED: Final = "We make cameras for paint lines. Shall we talk?"
ANSWERED: Final = "Gladly, on Tuesday at the plant."
DRAFTED: Final = "Joint test line"
VISION: Final = "Three regions, one line without scratches."
CALL: Final = "ESCP-4i 2020"


def about(words: str, whom: str) -> re.Pattern[str]:
    """The name of a link that says to listeners alone whom it is about."""
    return re.compile(rf"^{re.escape(words)}\s*:\s*{re.escape(whom)}$")


def told(who: Visitor, text: str) -> None:
    """Hold that the site says what has just been done."""
    expect(who.page.get_by_text(text).first).to_be_visible()


class Chain:
    """Two organisations on their way, a third that joins them, and the programme's officer."""

    def __init__(self, stage: Stage, related: str) -> None:
        self.stage = stage
        self.paula, self.paint = make_editor("Paint", country="AT", region="AT31")
        self.carl, self.cameras = make_editor("Cameras", country="PT")
        self.fay, self.fabrics = make_editor("Fabrics", country="FR")
        self.officer = make_person("Officer", Role.OFFICER)
        make_profile(self.cameras, {CodeKind.CATEGORY: [related]})
        make_profile(self.fabrics, {CodeKind.CATEGORY: ["textiles"]})

    def of(self, person: User) -> Visitor:
        return self.stage.as_(person)

    @property
    def manager(self) -> Visitor:
        return self.of(self.paula)

    @property
    def visitor(self) -> Visitor:
        return self.stage.reader

    def by_letter(self, person: User, subject: str) -> Visitor:
        """Follow the link of the last letter that a person got, which is about `subject`."""
        letter = [each for each in mail.outbox if each.to == [person.email]][-1]
        assert subject in letter.subject
        found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
        assert found
        return self.of(person).go(found[1])

    # --- The profile and the need -----------------------------------------------------------

    def publish_profile(self) -> None:
        manager = self.manager.go("/collaboration/").press("Entry in the directory")
        manager.press("Write the profile")
        manager.fill(language="en", summary="We paint cars.").press("Save")
        manager.press("Edit the profile").tab("Cluster categories")
        manager.fill(codes=[OWN]).press("Save").press("Publish the profile")
        self.visitor.go("/collaboration/directory/").press("Paint Cluster").sees("We paint cars.")

    def publish_need(self) -> None:
        manager = self.manager.press("Offers and needs").press("Technology request")
        manager.fill(title=NEED, summary="We seek cameras that find scratches.")
        for label in ("The problem", "What a solution must meet", "Partner sought"):
            manager.page.get_by_label(label).fill(WORDS)
        manager.open("Cluster categories").fill(category=[OWN])
        manager.press("Save and hand in for review")
        expect(self.visitor.go("/collaboration/offers/").page.get_by_text(NEED)).to_have_count(0)
        officer = self.of(self.officer).go("/collaboration/offers/")
        officer.tab("1 offer waits for a review").press(about("Review", NEED))
        for criterion in ("clarity", "substance", "partner", "credibility"):
            officer.fill(**{criterion: "4"})
        told(officer.press("Decide"), "16 of 20 points: good")
        self.by_letter(self.paula, "Your offer was reviewed").sees(NEED)
        self.visitor.go("/collaboration/offers/").press(NEED).sees(WORDS)

    # --- From a reason to a cooperation -----------------------------------------------------

    def find_partner(self) -> None:
        """The reason is the Observatory's: two categories that are related."""
        manager = self.manager.press("Partners for you")
        found = manager.page.locator(".suggestion").filter(has_text="Cameras Cluster")
        expect(found.locator(".reasons > li")).to_have_text(
            re.compile(r"Automotive.*are related: .*proximity")
        )
        manager.press(about("Express interest", "Cameras Cluster"))
        manager.fill(text=ASKED).press("Send")

    def cooperate(self) -> None:
        carl = self.by_letter(self.carl, "is interested in Cameras Cluster").sees(ASKED)
        carl.press("Accept").fill(text=ANSWERED).press("Send")
        manager = self.by_letter(self.paula, "A message from Cameras Cluster").sees(ANSWERED)
        manager.press("We are in talks").press("We cooperate")
        carl = self.by_letter(self.carl, "News of Paint Cluster")
        carl.sees("Paint Cluster states that you cooperate.").press("Confirm the cooperation")
        self.by_letter(self.paula, "News of Cameras Cluster").sees("cooperation agreed by both")
        self.closed_to_visitors(self.manager.page.url)

    # --- The agreement ----------------------------------------------------------------------

    def agree(self) -> None:
        """Drafted from the page of the cooperation, whose two sides are named already."""
        manager = self.manager.press("What is on record")
        manager.sees("Generation 2 of 3: Cooperation").press("Put the cooperation in writing")
        expect(manager.page.get_by_label("Other parties")).to_have_value("Cameras Cluster")
        manager.fill(title=DRAFTED, scope="A line on which cameras are tried.", ends_on="2030")
        manager.press("Save the draft").press("Open the negotiation")
        carl = self.by_letter(self.carl, DRAFTED).press("Sign").press("Sign")
        carl.sees("in negotiation")
        self.hidden(DRAFTED, "/collaboration/agreements/", self.together)
        self.closed_to_visitors(carl.page.url)
        self.by_letter(self.paula, DRAFTED).press("Sign").press("Sign")
        self.manager.press("Bring into force").press("Bring into force").sees("in force")

    # --- The consortium ---------------------------------------------------------------------

    def compose(self) -> None:
        """From the next step of the two: their core, and a third who brings what they wish."""
        manager = self.manager.press("From networking to partnership")
        manager.press("Look for partners in further countries and form a consortium")
        expect(manager.page.get_by_label("Others who are in already")).to_have_values(
            [str(self.cameras.pk)]
        )
        manager.open("Capabilities you wish for")
        manager.page.locator("input[value='category:textiles']").check()
        call = manager.page.get_by_label("For the call")
        call.select_option(label=CALL)
        manager.fill(fewest="1", most="1").press("Find sets of partners")
        card = manager.page.locator(".sets > li").first
        expect(card).to_contain_text("Fabrics Cluster")
        card.get_by_label("Name of the consortium").fill("Clear Coat")
        told(manager.press("Invite this set"), "everybody of the set is invited")
        for person in (self.carl, self.fay):
            self.by_letter(person, "Invitation to the consortium Clear Coat").press("Join")

    def check_call(self) -> None:
        """What is missing stands there, and is met by the profile of the consortium."""
        manager = self.by_letter(self.paula, "joins the consortium Clear Coat").tab("Call")
        manager.sees("Target third countries missing: 2.").tab("Profile")
        manager.press("Change the profile")
        manager.open("Target countries").fill(published="on")
        for name in ("Japan", "Canada"):
            manager.page.get_by_label(name, exact=True).check()
        manager.press("Save")
        manager.tab("Call").sees("All rules that are required are met.")

    def write_strategy(self) -> None:
        """Every section on its own page, by the three in turn."""
        self.manager.tab("Strategy").press("Begin the strategy")
        home = self.manager.page.url
        document = {**WHOLE, "vision": {"text": VISION}}
        people = (self.paula, self.carl, self.fay)
        for at, (code, section) in enumerate(SECTIONS.items()):
            writer = self.of(people[at % 3]).go(home).press(about("Write", section.title))
            content = document[code]
            if section.fields:
                writer.fill(**{f"{name}-0": text for name, text in content["rows"][0].items()})
            else:
                writer.fill(text=content["text"])
            writer.press("Save")
        self.closed_to_visitors(home)
        self.manager.go(home).press("Put it to approval")
        self.manager.press(about("Approve", "Paint Cluster"))
        for person in (self.carl, self.fay):
            guest = self.by_letter(person, "waits for your approval").sees(VISION)
            guest.press(re.compile("^Approve"))
        self.by_letter(self.paula, "is approved by all").sees("approved by all")

    def form(self) -> None:
        self.manager.tab("Profile").press("Say that it is formed")
        self.manager.press("Say that it has applied").sees("applied")

    # --- What everybody may know ------------------------------------------------------------

    @property
    def together(self) -> str:
        """The page of the two."""
        return f"/collaboration/journey/{self.paint.slug}/{self.cameras.slug}/"

    def hidden(self, text: str, *paths: str) -> None:
        """Hold that a visitor does not find a text on some pages."""
        for path in paths:
            assert text not in self.visitor.go(path).page.content(), (text, path)

    def closed_to_visitors(self, address: str) -> None:
        """Hold that a visitor does not get a page."""
        answer = self.visitor.page.request.get(address, max_redirects=0)
        assert answer.status in {302, 403, 404}, address
        assert "/accounts/login/" in answer.headers.get("location", "/accounts/login/")

    def generations(self, *, public: bool) -> list[tuple[int, date | None, str]]:
        """Number, day and way of what the rules say of the two, by all records or public ones."""
        pair = pair_of(self.paint.pk, self.cameras.pk)
        known = [each for each in evidence() if each.public or not public]
        found = relations(known, self.stage.day, journey_rules())[pair]
        countries = dict(Organisation.objects.values_list("pk", "country"))
        steps = reached(found.evidence, self.stage.day, countries, journey_rules())
        return [(each.number, each.on, each.way) for each in steps]

    def public_page(self) -> None:
        """The page of the two as a visitor finds it, and nothing of their letters."""
        visitor = self.visitor.go("/collaboration/network/").press("Cameras Cluster")
        visitor.press("Paint Cluster").sees("Generation 3 of 3: Strategic partnership")
        expect(visitor.page.locator(".timeline strong")).to_have_text(["Agreement", "Consortium"])
        visitor.sees(DRAFTED).sees("Clear Coat")
        assert "not public" not in visitor.page.content()
        self.visitor.go("/collaboration/journey/").sees("Clear Coat")

    def own_page(self) -> None:
        """The same page for one of the two: everything that is on record, with its day."""
        manager = self.manager.go("/collaboration/").press("Paint Cluster").tab("Journey")
        manager.press("Cameras Cluster").sees("Generation 3 of 3: Strategic partnership")
        expect(manager.page.locator(".timeline strong")).to_have_text(
            ["Contact", "Shared project", "Agreement", "Consortium"]
        )
        expect(manager.page.locator(".timeline").get_by_text("not public")).to_have_count(2)
        expect(manager.page.locator(".stages > li")).to_have_text(
            [re.compile("1 March 2027"), re.compile("1 March 2027"), re.compile("6 September 2027")]
        )


def test_from_a_profile_to_a_strategic_partnership(
    new_page: NewPage, monkeypatch: pytest.MonkeyPatch, demo_edition: Edition
) -> None:
    stage = Stage(new_page, monkeypatch, BEGIN)
    chain = Chain(stage, closest(demo_edition, OWN))
    chain.publish_profile()
    chain.publish_need()
    chain.find_partner()
    chain.cooperate()
    chain.hidden(ASKED, chain.together, "/collaboration/network/")

    stage.turn_to(SIGNED)
    chain.agree()
    chain.visitor.go(chain.together).sees("Generation 2 of 3: Cooperation").sees(DRAFTED)

    stage.turn_to(FORMED)
    chain.compose()
    chain.check_call()
    chain.write_strategy()
    chain.form()
    assert Consortium.objects.get().state == State.APPLIED

    chain.own_page()
    chain.public_page()
    assert chain.generations(public=False) == [
        (1, BEGIN, "met"),
        (2, BEGIN, "worked"),
        (3, FORMED, "allied"),
    ]
    # The contact is theirs alone: to others it began with the agreement.
    assert chain.generations(public=True) == [
        (1, SIGNED, "worked"),
        (2, SIGNED, "worked"),
        (3, FORMED, "allied"),
    ]
    for text in (ASKED, ANSWERED, VISION, chain.paula.email, chain.carl.email):
        chain.hidden(
            text,
            chain.together,
            f"/organisations/{chain.paint.slug}/journey/",
            "/collaboration/network/",
            "/collaboration/journey/",
            "/collaboration/agreements/",
            "/collaboration/consortia/clear-coat/",
        )
    assert stage.found == {}
