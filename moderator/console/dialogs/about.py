"""What this program is, in which version, and what it is made of."""

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from moderator.console.dialogs.form import FormDialog
from moderator.console.look.tokens import Type
from moderator.console.widgets.surface import PlainLabel
from moderator.words import tr


class AboutDialog(FormDialog):
    """Shows the version and the licences."""

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("About Moderator"), parent, accept=tr("Close"))
        self.cancel_button.hide()
        self.add_whole(PlainLabel(f"Moderator {version}", Type.HEADING))
        for text in (
            tr("The desktop console for chairs and note-takers of a civil forum."),
            tr("Free software; the licence is in the file LICENSE."),
            tr("Made with Qt {version} (LGPL), SQLite, Python and Yjs.").format(version=qVersion()),
            tr("Typeface Inter (SIL Open Font License), icons by Lucide (ISC licence)."),
        ):
            self.add_whole(PlainLabel(text, Type.BODY, "soft", wraps=True))
