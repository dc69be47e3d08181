"""A form that is refused says so where the eye and the screen reader already are."""

from django.urls import reverse


def test_the_list_of_what_was_refused_takes_the_focus(as_robin, waiting) -> None:
    response = as_robin.post(reverse("console:reject", args=[waiting.pk]), {})
    assert response.status_code == 422
    assert '<ul class="errorlist' in response.content.decode()
    assert 'tabindex="-1" autofocus>' in response.content.decode()
    assert "autofocus" not in as_robin.get(reverse("console:review", args=[waiting.pk])).content.decode()
