"""What the audit log calls the actions of Excellence, for people; each owner's in a part."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.label_step_words import STEP_WORDS

ACTION_WORDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        # Benchmarking
        "answers_import": _("Answers of last time taken over"),
        "answers_review": _("Answers judged by the expert"),
        "answers_save": _("Answers saved"),
        "benchmarking_begin": _("Benchmarking begun"),
        "benchmarking_confirm": _("Benchmarking confirmed"),
        "benchmarking_return": _("Benchmarking given back by the expert"),
        "benchmarking_submit": _("Benchmarking handed in"),
        "benchmarking_take_back": _("Benchmarking taken back"),
        "benchmarking_withdraw": _("Benchmarking withdrawn"),
        "expert_assign": _("Expert assigned"),
        "finding_note": _("Finding explained"),
        "level_estimate_keep": _("Estimates on the way to a level kept"),
        "peer_release_publish": _("Release of the comparison published"),
        # Labels
        **{code: words.done for code, words in STEP_WORDS.items()},
        "board_meeting_call": _("Meeting of the board called"),
        "evidence_assign": _("Evidence assigned to criteria"),
        "expert_profile_change": _("Profile of an expert changed"),
        "labels_age": _("Labels aged by a day"),
        "scheme_adopt": _("Version of the label scheme adopted"),
        "support_end": _("Support ended"),
        "support_state": _("Support stated"),
        "tie_declare": _("Tie declared"),
        "tie_end": _("Tie ended"),
        # Register and credentials
        "credential_issue": _("Badge signed"),
        "credential_status_change": _("Status of a badge changed"),
        "credentials_sign_again": _("Badges signed again"),
        "register_enter": _("Entered into the register"),
        # Trainings, certificates, programme
        "attendance_record": _("Attendance recorded"),
        "calibration_submit": _("Model case scored"),
        "call_save": _("Call saved"),
        "certificate_ask": _("Certificate asked for"),
        "certificate_issue": _("Certificate issued"),
        "certificate_publicity": _("Name in the public register chosen"),
        "certificate_refuse": _("Certificate refused"),
        "certificate_restore": _("Certificate restored"),
        "certificate_revoke": _("Certificate revoked"),
        "certificate_suspend": _("Certificate suspended"),
        "certificates_remind": _("Holders of certificates reminded"),
        "create_demo_excellence": _("Demo of labels and trainings made"),
        "education_answer": _("Education confirmed or refused"),
        "education_report": _("Education reported"),
        "enrolment_ask": _("Enrolled in a training"),
        "enrolment_cancel": _("Enrolment cancelled"),
        "enrolment_complete": _("Course completed"),
        "exam_set": _("Exam set"),
        "exam_sitting_record": _("Exam recorded"),
        "field_part_assess": _("Field project assessed"),
        "field_project_create": _("Field project given"),
        "material_add": _("Material added"),
        "material_remove": _("Material removed"),
        "project_save": _("Programme project saved"),
        "session_cancel": _("Training called off"),
        "session_change": _("Training changed"),
        "session_create": _("Training planned"),
        "session_day_add": _("Meeting added"),
        "session_day_remove": _("Meeting removed"),
        "session_hold": _("Training held"),
        "session_open": _("Training opened"),
        "trainer_add": _("Trainer named"),
        "trainer_remove": _("Trainer taken out"),
    }
)
