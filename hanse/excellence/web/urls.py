"""Addresses of the pages of Excellence."""

from django.urls import URLPattern, path, re_path

from hanse.excellence.web.views import (
    benchmark_report,
    benchmark_statistics,
    benchmarking,
    benchmarking_answers,
    benchmarking_interview,
    benchmarking_sheet,
    calibrations,
    certified,
    excellence,
    keys,
    label_applications,
    label_assessments,
    label_board,
    label_experts,
    label_files,
    label_keeping,
    label_reports,
    label_schemes,
    label_scores,
    label_ties,
    labels,
    next_level,
    programme,
    register,
    register_label,
    register_statistics,
    register_validity,
    running,
    trainings,
    verification,
)

_BENCHMARKING = "excellence/benchmarkings/<int:number>/"
_SESSION = "excellence/trainings/<int:number>/"
_FILE = "excellence/labels/files/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("excellence/", excellence.excellence, name="excellence"),
    # --- Benchmarking: answering, interview, next level
    path("excellence/benchmarkings/", benchmarking.benchmarkings, name="benchmarkings"),
    path(
        "organisations/<slug:slug>/benchmarkings/",
        benchmarking.organisation_benchmarkings,
        name="organisation_benchmarkings",
    ),
    path(
        "organisations/<slug:slug>/next-level/",
        next_level.next_level,
        name="next_level",
    ),
    path(_BENCHMARKING, benchmarking.benchmarking_detail, name="benchmarking_detail"),
    path(f"{_BENCHMARKING}submit/", benchmarking.benchmarking_submit, name="benchmarking_submit"),
    path(
        f"{_BENCHMARKING}take-back/",
        benchmarking.benchmarking_take_back,
        name="benchmarking_take_back",
    ),
    path(
        f"{_BENCHMARKING}withdraw/",
        benchmarking.benchmarking_withdraw,
        name="benchmarking_withdraw",
    ),
    path(f"{_BENCHMARKING}expert/", benchmarking.expert_assign, name="expert_assign"),
    path(f"{_BENCHMARKING}return/", benchmarking.benchmarking_return, name="benchmarking_return"),
    path(
        f"{_BENCHMARKING}confirm/", benchmarking.benchmarking_confirm, name="benchmarking_confirm"
    ),
    path(
        f"{_BENCHMARKING}answers/<slug:dimension>/",
        benchmarking_answers.benchmarking_answers,
        name="benchmarking_answers",
    ),
    path(
        f"{_BENCHMARKING}interview/<slug:dimension>/",
        benchmarking_interview.benchmarking_interview,
        name="benchmarking_interview",
    ),
    path(
        f"{_BENCHMARKING}sheet/", benchmarking_sheet.benchmarking_sheet, name="benchmarking_sheet"
    ),
    path(
        f"{_BENCHMARKING}answers.csv",
        benchmarking_sheet.benchmarking_export,
        name="benchmarking_export",
    ),
    path(
        f"{_BENCHMARKING}import/",
        benchmarking_sheet.benchmarking_import,
        name="benchmarking_import",
    ),
    path(
        f"{_BENCHMARKING}check/", benchmarking_sheet.benchmarking_check, name="benchmarking_check"
    ),
    path(f"{_BENCHMARKING}note/", benchmarking_sheet.benchmarking_note, name="benchmarking_note"),
    # --- Benchmarking: reports and statistics
    path(
        f"{_BENCHMARKING}report/",
        benchmark_report.benchmarking_report,
        name="benchmarking_report",
    ),
    path(
        f"{_BENCHMARKING}report.pdf",
        benchmark_report.benchmarking_report_pdf,
        name="benchmarking_report_pdf",
    ),
    path(
        "excellence/statistics/",
        benchmark_statistics.benchmark_statistics,
        name="benchmark_statistics",
    ),
    path(
        "excellence/statistics/<slug:code>.csv",
        benchmark_statistics.benchmark_statistics_file,
        name="benchmark_statistics_file",
    ),
    path(
        "excellence/portfolio/",
        benchmark_statistics.benchmark_portfolio,
        name="benchmark_portfolio",
    ),
    path(
        "excellence/portfolio/release/",
        benchmark_statistics.benchmark_release,
        name="benchmark_release",
    ),
    # --- Labels: applications, assessments, board, appeals, schemes
    path("excellence/labels/", labels.labels, name="labels"),
    path("excellence/labels/queue/", labels.label_queue, name="label_queue"),
    path("excellence/labels/ties/", label_ties.label_ties, name="label_ties"),
    path("excellence/labels/ties/<int:number>/end/", label_ties.tie_close, name="tie_end"),
    path("excellence/labels/schemes/", label_schemes.label_schemes, name="label_schemes"),
    path("excellence/labels/fairness/", label_schemes.label_fairness, name="label_fairness"),
    path("excellence/labels/meetings/", label_board.board_meetings, name="board_meetings"),
    path(
        "excellence/labels/meetings/<int:number>/",
        label_board.board_meeting,
        name="board_meeting",
    ),
    path(
        "excellence/labels/apply/<slug:slug>/",
        label_applications.label_apply,
        name="label_apply",
    ),
    path(
        "excellence/labels/apply/<slug:slug>/supports/",
        label_applications.support_change,
        name="support_change",
    ),
    path("excellence/labels/held/<str:number>/", label_keeping.label_keep, name="label_keep"),
    path(
        "excellence/labels/held/<str:number>/<slug:step>/",
        label_keeping.label_keep_step,
        name="label_keep_step",
    ),
    path(_FILE, label_files.label_file, name="label_file"),
    path(f"{_FILE}steps/<slug:step>/", label_files.label_step, name="label_step"),
    path(f"{_FILE}eligibility/", label_applications.label_eligibility, name="label_eligibility"),
    path(f"{_FILE}experts/", label_experts.label_experts, name="label_experts"),
    path(f"{_FILE}assessment/", label_assessments.label_assessment, name="label_assessment"),
    path(
        f"{_FILE}assessment/<str:code>/",
        label_assessments.label_criterion,
        name="label_criterion",
    ),
    path(
        f"{_FILE}evidence/<int:evidence>/",
        label_assessments.evidence_download,
        name="evidence_download",
    ),
    path(
        f"{_FILE}evidence/<int:evidence>/change/",
        label_assessments.evidence_change,
        name="evidence_change",
    ),
    path(f"{_FILE}scores/", label_scores.label_scores, name="label_scores"),
    path(f"{_FILE}points/", label_scores.label_consensus, name="label_consensus"),
    path(f"{_FILE}report/", label_reports.label_report, name="label_report"),
    path(f"{_FILE}report/remarks/<int:remark>/", label_reports.remark_answer, name="remark_answer"),
    path(f"{_FILE}decision/", label_board.label_decision, name="label_decision"),
    path(f"{_FILE}appeal/", label_board.label_appeal, name="label_appeal"),
    # --- Register and credentials
    path("register/", register.register_page, name="register"),
    re_path(
        r"^register/labels\.(?P<form>csv|json)$",
        register.register_labels_file,
        name="register_labels_file",
    ),
    re_path(
        r"^register/entries\.(?P<form>csv|json)$",
        register.register_entries_file,
        name="register_entries_file",
    ),
    path("register/entries/", register.register_entries, name="register_entries"),
    path(
        "register/statistics/", register_statistics.register_statistics, name="register_statistics"
    ),
    path(
        "register/statistics.csv",
        register_statistics.register_statistics_file,
        name="register_statistics_file",
    ),
    path("register/valid/", register_validity.register_validity, name="register_validity"),
    path("register/labels/<slug:number>/", register_label.register_label, name="register_label"),
    path("verify/", verification.verification, name="verify"),
    path("excellence/keys/", keys.keys, name="keys"),
    # --- Trainings, certificates, programme projects
    path("excellence/trainings/", trainings.courses, name="courses"),
    path("excellence/trainings/dates.ics", trainings.courses_calendar, name="courses_calendar"),
    path("excellence/trainings/new/", running.session_create, name="session_create"),
    path("excellence/trainings/courses/<slug:code>/", trainings.course, name="course"),
    path(_SESSION, trainings.training_session, name="training_session"),
    path(f"{_SESSION}dates.ics", trainings.session_calendar, name="session_calendar"),
    path(f"{_SESSION}enrol/", trainings.session_enrol, name="session_enrol"),
    path(f"{_SESSION}leave/", trainings.session_leave, name="session_leave"),
    path(f"{_SESSION}materials/<int:file>/", trainings.material, name="training_material"),
    path(f"{_SESSION}change/", running.session_change, name="session_change"),
    path(f"{_SESSION}run/", running.session_run, name="session_run"),
    path(f"{_SESSION}run/trainers/", running.session_trainer, name="session_trainer"),
    path(f"{_SESSION}run/meetings/", running.session_day, name="session_day"),
    path(f"{_SESSION}run/materials/", running.session_material, name="session_material"),
    path(f"{_SESSION}run/exam/", running.session_exam, name="session_exam"),
    path(
        f"{_SESSION}run/participants/<int:enrolment>/",
        running.participant_step,
        name="participant_step",
    ),
    path(f"{_SESSION}run/projects/", running.field_project, name="field_project"),
    path(f"{_SESSION}run/projects/parts/<int:part>/", running.field_part, name="field_part"),
    path(f"{_SESSION}run/<slug:step>/", running.session_step, name="session_step"),
    path("excellence/people/", certified.certified_people, name="certified_people"),
    path(
        "excellence/people/requests/", certified.certificate_requests, name="certificate_requests"
    ),
    path(
        "excellence/people/requests/<int:number>/",
        certified.certificate_answer,
        name="certificate_answer",
    ),
    path(
        "excellence/people/education/<int:number>/",
        certified.education_step,
        name="education_step",
    ),
    path("excellence/people/me/", certified.my_certificates, name="my_certificates"),
    path(
        "excellence/people/me/<slug:kind>/ask/", certified.certificate_ask, name="certificate_ask"
    ),
    path("excellence/people/<str:number>/", certified.certificate, name="certificate"),
    path(
        "excellence/people/<str:number>/<slug:step>/",
        certified.certificate_step,
        name="certificate_step",
    ),
    path("excellence/calibrations/", calibrations.calibrations, name="calibrations"),
    path("excellence/calibrations/<int:number>/", calibrations.calibration, name="calibration"),
    path("excellence/programme/", programme.programme, name="programme"),
    path("excellence/programme/new/", programme.call_edit, name="call_create"),
    path("excellence/programme/<slug:code>/", programme.call, name="call"),
    path("excellence/programme/<slug:code>/change/", programme.call_edit, name="call_change"),
    path(
        "excellence/programme/<slug:code>/projects/new/",
        programme.project_edit,
        name="project_create",
    ),
    path(
        "excellence/programme/<slug:code>/projects/<int:number>/",
        programme.project,
        name="project",
    ),
    path(
        "excellence/programme/<slug:code>/projects/<int:number>/change/",
        programme.project_edit,
        name="project_change",
    ),
]
