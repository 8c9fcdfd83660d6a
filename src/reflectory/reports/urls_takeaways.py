"""Addresses of takeaways, learning reviews and the use of advice; `urls` takes them in."""

from django.urls import path

from reflectory.reports.views import reviews, takeaways, uses

REPORT = "reports/<slug:slug>/"
TAKEAWAY = f"{REPORT}takeaways/<slug:takeaway>/"
ADVICE = "programmes/<slug:programme>/<slug:edition>/advice/"

urlpatterns = [
    path(f"{REPORT}takeaways/new/", takeaways.takeaway_new, name="takeaway-new"),
    path(TAKEAWAY, takeaways.takeaway_page, name="takeaway"),
    path(f"{TAKEAWAY}edit/", takeaways.takeaway_edit, name="takeaway-edit"),
    path(f"{TAKEAWAY}ready/", takeaways.takeaway_ready, name="takeaway-ready"),
    path(f"{TAKEAWAY}draft/", takeaways.takeaway_draft, name="takeaway-draft"),
    path(f"{TAKEAWAY}points/new/", takeaways.point_new, name="takeaway-point-new"),
    path(f"{TAKEAWAY}points/<int:pk>/", takeaways.point_edit, name="takeaway-point"),
    path(f"{TAKEAWAY}evidence/", takeaways.evidence, name="takeaway-evidence"),
    path(f"{TAKEAWAY}evidence/<int:pk>/", takeaways.link_edit, name="takeaway-link"),
    path(f"{TAKEAWAY}themes/", takeaways.theme_link, name="takeaway-theme"),
    path(f"{TAKEAWAY}dissent/", takeaways.dissent_new, name="takeaway-dissent"),
    path(f"{TAKEAWAY}out/<slug:what>/<int:pk>/", takeaways.take_out, name="takeaway-take-out"),
    path(f"{TAKEAWAY}move/<slug:what>/<int:pk>/", takeaways.move, name="takeaway-move"),
    path(f"{REPORT}reviews/", reviews.reviews, name="reviews"),
    path(f"{REPORT}reviews/new/", reviews.review_new, name="review-new"),
    path(f"{REPORT}reviews/<int:pk>/", reviews.review_page, name="review"),
    path(f"{REPORT}advice/", uses.report_advice, name="report-advice"),
    path(ADVICE, uses.uses, name="uses"),
    path(f"{ADVICE}<int:pk>/", uses.use_decide, name="use-decide"),
]
