from django.urls import path

from matching.views import capabilities, conversation, matches, review, runs, suggestions, vocabulary, watches
from matching.views.today import today

app_name = "matching"
urlpatterns = [
    path("capabilities/suggest/", capabilities.capability_suggest, name="capability-suggest"),
    path("today/", today, name="today"),
    path("matches/", matches.match_list, name="match-list"),
    path("partners/", suggestions.suggestion_list, name="suggestion-list"),
    path("matches/<int:pk>/", matches.match_detail, name="match-detail"),
    path("matches/<int:pk>/conversation/", conversation.conversation_detail, name="conversation-detail"),
    path("needs/<int:pk>/watch/", watches.need_watch, name="need-watch"),
    path("needs/<int:pk>/unwatch/", watches.need_unwatch, name="need-unwatch"),
    path("matches/<int:pk>/answer/", matches.match_answer, name="match-answer"),
    path("matches/<int:pk>/hand-over/", matches.match_hand_over, name="match-hand-over"),
    path("matches/<int:pk>/messages/", conversation.message_create, name="message-create"),
    path("matches/<int:pk>/steps/", conversation.step_create, name="step-create"),
    path("matches/<int:pk>/steps/<int:step>/done/", conversation.step_done, name="step-done"),
    path("desk/review/", review.review_queue, name="review-queue"),
    path("desk/review/<int:pk>/", review.match_review, name="match-review"),
    path("desk/review/<int:pk>/claim/", review.match_claim, name="match-claim"),
    path("desk/review/<int:pk>/approve/", review.match_approve, name="match-approve"),
    path("desk/review/<int:pk>/reject/", review.match_reject, name="match-reject"),
    path("desk/review/<int:pk>/park/", review.match_park, name="match-park"),
    path("desk/review/<int:pk>/withdraw/", review.match_withdraw, name="match-withdraw"),
    path("desk/review/<int:pk>/conclude/", review.match_conclude, name="match-conclude"),
    path("desk/capabilities/", vocabulary.capability_list, name="capability-list"),
    path("desk/capabilities/<slug:slug>/", vocabulary.capability_edit, name="capability-edit"),
    path("desk/runs/", runs.run_list, name="run-list"),
    path("desk/runs/new/", runs.run_create, name="run-create"),
    path("desk/runs/<int:pk>/", runs.run_detail, name="run-detail"),
    path("desk/runs/<int:pk>/report.csv", runs.run_report, name="run-report"),
    path("desk/runs/<int:pk>/cancel/", runs.run_cancel, name="run-cancel"),
]
