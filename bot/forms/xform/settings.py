"""What a form's settings and metadata ask of an app on a phone, and a chat cannot do: left out, and said at load."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from bot.forms.xform.instances import META
from bot.forms.xform.xml import JR, PRELOAD, every, find, tag

_SUBMISSION = {
    "action": ("submission_url", "Answers go to this programme alone, not to the submission_url of the form."),
    "base64RsaPublicKey": (
        "public_key",
        "Answers are not encrypted with the public_key: the programme could not read them.",
    ),
    "auto-send": ("auto_send", "auto_send means nothing here: answers are sent when the person says so."),
    "auto-delete": ("auto_delete", "auto_delete means nothing here: the programme says how long answers are kept."),
}
_OWNERS = frozenset({"username", "phonenumber", "email", "subscriberid", "simserial"})
_OF_META = frozenset({"instanceID", "instanceName", "entity"})


def settings_left_out(model: Element) -> Iterator[tuple[str, str]]:
    """The column of the settings sheet and what to say of it."""
    for submission in every(model, "submission"):
        for name, told in _SUBMISSION.items():
            if any(key.rpartition("}")[2] == name for key in submission.attrib):
                yield told


def metadata_left_out(data: Element, binds: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    """The path of what is asked of the phone or its owner, and what to say of it."""
    meta = find(data, META)
    for one in meta if meta is not None else ():
        if (name := tag(one)) not in _OF_META:
            yield f"/{tag(data)}/{name}", f"A chat keeps no {name}: it is left out of what is sent."
    for path, bind in binds.items():
        asked = bind.get(f"{JR}preloadParams") if bind.get(PRELOAD) == "property" else None
        if asked in _OWNERS:
            yield path, f"A chat does not tell who the phone belongs to: {path.rpartition('/')[2]!r} stays empty."
