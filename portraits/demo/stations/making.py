"""Stations 1 to 4: from a file to ranked candidates."""

from generation.jobs import JobState
from portraits.collecting import intake
from portraits.collecting.cleaning import PictureRefusedError
from portraits.demo.agreements import agree_to_all
from portraits.demo.album import Shot
from portraits.demo.journey import Journey, Say, Traveller
from portraits.demo.stations.steps import add, approve, arrival, wait
from portraits.making import enrolment, requesting
from portraits.models import Portrait
from portraits.publishing import showing


def take_in(journey: Journey) -> None:
    with journey.station("Intake: agreed to, clean, kept once, dated honestly") as say:
        for each in journey.travellers:
            agreed = len(agree_to_all(each))
            say(f"{each.person}: agreed to {agreed} items, each by itself.", person=each.person.pk, releases=agreed)
            for shot in each.sitter.shots:
                _take(journey, each, shot, say)
            if not each.photos:
                say(f"{each.person}: no photo could be taken in.", person=each.person.pk, photos=0)
                continue
            kept = [f"{photo.width} x {photo.height}" for photo in each.photos]
            simulated = sum(photo.simulated for photo in each.photos)
            once = "recognised" if _known_again(each) else "kept twice"
            say(
                f"{each.person}: kept {len(each.photos)} ({', '.join(kept)}), {simulated} of them simulated from the first; "
                f"sent again, the first was {once}.",
                person=each.person.pk,
                photos=len(each.photos),
                simulated=simulated,
                sent_again=once,
            )


def measure(journey: Journey) -> None:
    with journey.station("Measure: face, template, quality with reasons") as say:
        wait(journey, [photo for each in journey.travellers for photo in each.photos], "measuring photos")
        for each in journey.travellers:
            for photo in each.photos:
                passed = sum(part["passed"] for part in photo.quality)
                advice = " ".join(photo.advice) or "Nothing to improve."
                say(
                    f"{each.person}, {photo.kind} of {photo.captured_on}: {passed} of {len(photo.quality)} components pass. "
                    f"{advice} {photo.likeness.get('sentence', photo.problem)}",
                    photo=photo.pk,
                    state=photo.job_state,
                    passed=passed,
                    components=len(photo.quality),
                    likeness=photo.likeness,
                )


def enrol_and_ask(journey: Journey) -> None:
    with journey.station("Enrol the real photo, publish it, ask for a render") as say:
        for each in journey.travellers:
            if not each.photos:
                continue
            try:
                each.real = enrolment.enrol(each.photos[0], actor=journey.cast.collector)
            except enrolment.EnrolmentRefusedError as refused:
                say(f"{each.person}: not enrolled. {refused}", person=each.person.pk, enrolled=False)
                continue
            approve(journey, each, each.real, say)
        wait(journey, [row for each in journey.travellers for row in each.publications], "publishing real photos")
        for each in journey.travellers:
            _say_published(say, each, each.real)
            if each.real and each.sitter.asks_for_render:
                each.run = requesting.ask(
                    each.person, actor=each.person.user, reason="A new picture from my newest photo."
                )
                say(f"{each.person}: candidates asked for, run {each.run.pk}.", run=each.run.pk)


def gate(journey: Journey) -> None:
    with journey.station("Render, gates, rank: the most recognisable one wins") as say:
        wait(journey, [each.run for each in journey.travellers if each.run], "rendering and measuring candidates")
        for each in journey.travellers:
            if each.run is None:
                continue
            if each.run.job_state == JobState.FAILED:
                say(f"{each.person}: no candidates. {each.run.problem}", run=each.run.pk, failed=True)
            for candidate in each.run.candidates.all():
                place = f"rank {candidate.rank}" if candidate.rank else "refused"
                say(
                    f"{each.person}, {candidate.preset}/{candidate.background}: {candidate.verdict}, {place}. "
                    f"{' '.join(candidate.reasons)}",
                    candidate=candidate.pk,
                    verdict=candidate.verdict,
                    rank=candidate.rank,
                    seconds=round(candidate.seconds, 2),
                    gates=candidate.gates,
                )


def _take(journey: Journey, each: Traveller, shot: Shot, say: Say) -> None:
    """The first picture that can be taken in is the studio photo, those after it are selfies."""
    try:
        each.photos.append(add(journey, each, shot, studio=not each.photos))
        each.taken.append(shot)
    except PictureRefusedError as refused:
        say(f"{each.person}, picture of {shot.taken_on}: not taken in. {refused}", refused=refused.code)


def _known_again(each: Traveller) -> bool:
    """Send the first photo that was kept once more, as it came."""
    again = [intake.add_photo(each.person, arrival(shot, studio=True), actor=None) for shot in each.taken[:1]]
    return not any(created for _, created in again)


def _say_published(say: Say, each: Traveller, portrait: Portrait | None) -> None:
    if portrait is None:
        return
    portrait.refresh_from_db()
    shown = [row.placement for row in showing.live(each.person)]
    say(
        f"{each.person}: the real photo of {portrait.depicts_as_of} is {portrait.state}, shown in {', '.join(shown) or 'no place'}.",
        portrait=portrait.pk,
        placements=shown,
    )
