"""How to reach somebody, and the posts they hold."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reflectory.core.pages import form_page, seen, signed_in, viewer
from reflectory.directory.actions.people import add_contact, add_post, end_post, remove_contact
from reflectory.directory.forms.people import ContactForm, EndPostForm, PostForm
from reflectory.directory.models import Affiliation, Contact, Person
from reflectory.directory.policies import check_can_edit_person
from reflectory.directory.views.people import _person


@signed_in
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """An address or number more."""
    by = viewer(request)
    row = _person(by, pk)
    check_can_edit_person(by, row)
    return form_page(
        request,
        form=ContactForm,
        context={
            "title": _("How to reach {name}").format(name=row), "button": _("Add this detail"), "back": _back(row),
            "lead": _("Kept encrypted. Seen by those who lead or coach a team that {name} is in.").format(name=row),
        },
        save=lambda form: add_contact(by=by, person=row, **form.cleaned_data),
        done=lambda _contact: row.get_absolute_url(),
    )  # fmt: skip


@signed_in
def contact_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what is removed here is gone for good."""
    by = viewer(request)
    contact = seen(Contact.objects.visible_to(by).select_related("person"), pk=pk)
    check_can_edit_person(by, contact.person)
    if request.method == "POST":
        remove_contact(by=by, contact=contact)
        messages.success(request, _("The detail is removed."))
        return redirect(contact.person)
    return render(
        request, "directory/contact_remove.html", {"contact": contact, "back": _back(contact.person)}
    )


@signed_in
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A post more."""
    by = viewer(request)
    row = _person(by, pk)
    check_can_edit_person(by, row)
    return form_page(
        request,
        form=partial(PostForm, viewer=by),
        context={
            "title": _("A post that {name} holds").format(name=row), "button": _("Add this post"), "back": _back(row),
        },
        save=lambda form: add_post(by=by, person=row, **form.cleaned_data),
        done=lambda _post: row.get_absolute_url(),
    )  # fmt: skip


@signed_in
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The day on which somebody left a post."""
    by = viewer(request)
    post = seen(Affiliation.objects.select_related("person", "organisation"), pk=pk)
    row = _person(by, post.person_id)
    check_can_edit_person(by, row)
    return form_page(
        request,
        form=EndPostForm,
        context={
            "title": _("{name} has left a post").format(name=row), "button": _("Save the last day"), "back": _back(row),
            "lead": ", ".join(part for part in (post.title, post.organisation.name) if part),
        },
        save=lambda form: end_post(by=by, post=post, on=form.cleaned_data["on"]),
        done=lambda _post: row.get_absolute_url(),
    )  # fmt: skip


def _back(row: Person) -> dict[str, str]:
    return {"url": row.get_absolute_url(), "label": row.name}
