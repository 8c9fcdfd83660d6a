"""Addresses of reports."""

from django.urls import include, path

from reflectory.reports.views import pieces, preview, published, quotes, releases, reports, sections

REPORT = "reports/<slug:slug>/"
IN_SECTION, IN_PROGRAMME = {"where": "section"}, {"where": "programme"}

urlpatterns = [
    path("published/<slug:slug>/", published.published, name="published"),
    path("published/<slug:slug>/<path:path>", published.published, name="published-file"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.report_new, name="report-new"),
    path(REPORT, reports.report_page, name="report"),
    path(f"{REPORT}edit/", reports.report_edit, name="report-edit"),
    path(f"{REPORT}sections/new/", sections.section_new, name="section-new"),
    path(f"{REPORT}sections/<int:pk>/", sections.section_page, name="section"),
    path(f"{REPORT}sections/<int:pk>/show/", sections.section_show, name="section-show"),
    path(f"{REPORT}sections/<int:pk>/picture/", sections.section_picture, name="section-picture"),
    path(
        f"{REPORT}sections/<int:pk>/picture/file/", sections.section_picture_file, name="section-picture-file"
    ),
    path(
        f"{REPORT}sections/<int:pk>/picture/remove/",
        sections.section_picture_remove,
        name="section-picture-remove",
    ),
    path(f"{REPORT}sections/<int:pk>/figures/new/", pieces.figure_new, IN_SECTION, name="section-figure-new"),
    path(f"{REPORT}sections/<int:pk>/quotes/new/", quotes.quote_new, IN_SECTION, name="section-quote-new"),
    path(
        f"{REPORT}sections/<int:pk>/quotes/bring/", quotes.quote_bring, IN_SECTION, name="section-quote-bring"
    ),
    path(
        f"{REPORT}programmes/<int:pk>/quotes/bring/",
        quotes.quote_bring,
        IN_PROGRAMME,
        name="report-programme-quote-bring",
    ),
    path(f"{REPORT}programmes/new/", pieces.block_new, name="report-programme-new"),
    path(f"{REPORT}programmes/<int:pk>/", pieces.block_page, name="report-programme"),
    path(
        f"{REPORT}programmes/<int:pk>/figures/new/",
        pieces.figure_new,
        IN_PROGRAMME,
        name="report-programme-figure-new",
    ),
    path(
        f"{REPORT}programmes/<int:pk>/quotes/new/",
        quotes.quote_new,
        IN_PROGRAMME,
        name="report-programme-quote-new",
    ),
    path(f"{REPORT}figures/<int:pk>/", pieces.figure_edit, name="figure-in-report"),
    path(f"{REPORT}quotes/<int:pk>/", quotes.quote_edit, name="quote"),
    path(f"{REPORT}recommendations/new/", pieces.recommendation, name="recommendation-new"),
    path(f"{REPORT}recommendations/<int:pk>/", pieces.recommendation, name="recommendation"),
    path(f"{REPORT}share/new/", pieces.share_text, name="share-text-new"),
    path(f"{REPORT}share/<int:pk>/", pieces.share_text, name="share-text"),
    path(f"{REPORT}corrections/new/", pieces.correction_new, name="correction-new"),
    path(f"{REPORT}corrections/<int:pk>/remove/", pieces.correction_remove, name="correction-remove"),
    path(f"{REPORT}pieces/<slug:kind>/<int:pk>/move/", pieces.piece_move, name="piece-move"),
    path(f"{REPORT}pieces/<slug:kind>/<int:pk>/remove/", pieces.piece_remove, name="piece-remove"),
    path(f"{REPORT}cards/", preview.cards, name="report-cards"),
    path(f"{REPORT}preview/", preview.preview, name="report-preview-start"),
    path(f"{REPORT}preview/<path:path>", preview.preview, name="report-preview"),
    path(f"{REPORT}going-out/", releases.going_out, name="report-going-out"),
    path(f"{REPORT}going-out/sign-off/", releases.sign_off, name="report-sign-off"),
    path(f"{REPORT}going-out/publish/", releases.publish_report, name="report-publish"),
    path(f"{REPORT}going-out/take-out/", releases.take_words_out, name="report-take-out"),
    path(f"{REPORT}releases/<int:number>/", releases.release_page, name="report-release"),
    path("", include("reflectory.reports.urls_takeaways")),
]
