"""What the audit log calls the actions of Collaboration, for people; each owner's in a part."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.agreement_words import STEP_WORDS

ACTION_WORDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        # Directory
        "create_demo_collaboration": _("Demo of Collaboration made"),
        "profile_facts_change": _("Facts of the profile changed"),
        "profile_texts_change": _("Texts of the profile changed"),
        "profile_codes_change": _("Codes of the profile changed"),
        "profile_publish": _("Profile published or taken back"),
        "profile_confirm": _("Profile confirmed"),
        "profile_tier_decide": _("Tier decided"),
        "profiles_remind": _("Editors reminded of their profiles"),
        "profiles_see_activity": _("Activity of organisations noted"),
        "cluster_member_add": _("Member of the cluster added"),
        "cluster_member_change": _("Member of the cluster changed"),
        "cluster_member_end": _("Membership of the cluster ended"),
        "cluster_members_import": _("Members of the cluster imported"),
        "organisations_import": _("Organisations imported"),
        "service_save": _("Service saved"),
        "service_end": _("Service ended"),
        "service_rate": _("Service rated"),
        "cluster_join_ask": _("Asked to join a cluster organisation"),
        "cluster_join_withdraw": _("Request to join a cluster organisation withdrawn"),
        "cluster_join_accept": _("Firm taken into a cluster organisation"),
        "cluster_join_decline": _("Request to join a cluster organisation declined"),
        # Partner search
        "block_lift": _("Block of an organisation lifted"),
        "block_set": _("Organisation blocked"),
        "cooperation_confirm": _("Cooperation confirmed"),
        "cooperation_propose": _("Cooperation stated"),
        "cooperation_take_back": _("Statement of cooperation taken back"),
        "interest_accept": _("Interest accepted"),
        "interest_decline": _("Interest declined"),
        "interest_end": _("Contact ended"),
        "interest_see": _("Interest opened"),
        "interest_send": _("Interest expressed"),
        "interest_withdraw": _("Interest withdrawn"),
        "message_send": _("Message sent"),
        "offer_change": _("Offer changed"),
        "offer_close": _("Offer closed"),
        "offer_create": _("Offer written"),
        "offer_hold": _("Offer put on hold"),
        "offer_review": _("Offer reviewed"),
        "offer_revise": _("Offer taken off the list to be changed"),
        "offer_submit": _("Offer handed in for review"),
        "offer_take_back": _("Offer taken out of the review"),
        "offers_age": _("Offers aged by a day"),
        "report_make": _("Offer or message reported"),
        "report_settle": _("Report settled"),
        "talks_begin": _("Talks begun"),
        # Agreements
        **{code: words.done for code, words in STEP_WORDS.items()},
        "agreements_age": _("Agreements aged by a day"),
        "load_records": _("Agreements and missions on record loaded"),
        "organisation_record": _("Organisation put on record"),
        # Consortia
        # Journey
        "exchange_wish_open": _("Registered for an exchange"),
        "exchange_wish_change": _("Registration for an exchange changed"),
        "exchange_wish_close": _("Registration for an exchange closed"),
        "exchange_propose": _("Exchange proposed"),
        "exchange_agree": _("Exchange agreed to"),
        "exchange_decline": _("Exchange declined"),
        "exchange_plan": _("Plan of an exchange changed"),
        "exchange_fix": _("Plan of an exchange fixed"),
        "exchange_reopen": _("Plan of an exchange opened again"),
        "exchange_cancel": _("Exchange called off"),
        "exchange_report": _("Report on an exchange handed in"),
        "exchange_close": _("Exchange closed by the secretariat"),
        "news_write": _("News written"),
        "news_change": _("News changed"),
        "news_submit": _("News handed in for review"),
        "news_publish": _("News published"),
        "news_return": _("News returned for changes"),
        "news_withdraw": _("News withdrawn"),
        "call_follow": _("Call followed"),
        "call_unfollow": _("Call followed no more"),
        "news_digest_choose": _("Digest of news chosen"),
        "news_unsubscribe": _("Digest of news ended from a mail"),
        "news_digests_send": _("Digests of news sent"),
    }
)
