"""The windows beside the main one: the stage display and the strip."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QStyle

from moderator.console.binding import Binding

if TYPE_CHECKING:
    from moderator.app.screens import Screens

    # loaded when first shown
    from moderator.console.stage import Placement, StageWindow
    from moderator.console.strip import StripWindow

    Pair = tuple[StageWindow | None, StripWindow | None]

_STAGE = "stage"
_SPREAD = 24


class Displays:
    """Opens, remembers and closes them; they show the same floor as the main window."""

    def __init__(self, screens: "Screens") -> None:
        self._screens = screens
        self.stage: StageWindow | None = None
        self.strip: StripWindow | None = None

    def bind(self, binding: Binding) -> None:
        """Let what is open show a desk."""
        if self.stage is not None:
            binding.attach_stage(self.stage)
        if self.strip is not None:
            binding.attach_strip(self.strip)

    def close(self) -> None:
        """Close what is open, as its user would."""
        for window in (self.stage, self.strip):
            if window is not None:
                window.close()

    # ---- another look

    def set_aside(self) -> "Pair":
        """Return what is open, which is nobody's now."""
        before = (self.stage, self.strip)
        self.stage = self.strip = None
        return before

    def come_back(self, before: "Pair") -> None:
        """Open anew what was open before, in the same places."""
        stage, strip = before
        if stage is not None:
            self.show_stage()
        if strip is not None:
            self.show_strip(strip.pos())
        for gone in before:
            if gone is not None:
                gone.blockSignals(True)
                gone.close()
                gone.deleteLater()

    # ---- the stage display

    def show_stage(self) -> None:
        """Show the stage display where it stood last."""
        from moderator.console.stage import StageWindow

        if self.stage is None:
            self.stage = StageWindow()
            self.stage.closed.connect(self._stage_closed)
            self.stage.placement_changed.connect(self._keep_placement)
            self._share(self.stage)
            self.stage.place(self._placement())
            if self._screens.binding is not None:
                self._screens.binding.attach_stage(self.stage)
        self.stage.show()
        self._screens.handlers.refresh()

    def _placement(self) -> "Placement":
        from moderator.console.stage import Placement

        kept = self._screens.desk.store.state(_STAGE) if self._screens.has_desk else None
        found: Any = kept
        try:
            return Placement(**found) if isinstance(found, dict) else Placement()
        except TypeError:
            return Placement()

    @Slot(object)
    def _keep_placement(self, placement: "Placement") -> None:
        if self._screens.has_desk:
            fields = ("screen", "full_screen", "left_px", "top_px", "width_px", "height_px")
            kept = {name: getattr(placement, name) for name in fields}
            self._screens.desk.store.put_state(_STAGE, kept)

    @Slot()
    def _stage_closed(self) -> None:
        self._let_go(self.stage)
        self.stage = None
        self._screens.handlers.refresh()

    # ---- the strip

    def show_strip(self, at: QPoint | None = None) -> None:
        """Show the strip, by default where it hides neither clock nor speaker: bottom right."""
        from moderator.console.strip import StripWindow

        if self.strip is None:
            self.strip = StripWindow()
            self.strip.closed.connect(self._strip_closed)
            self._share(self.strip)
            if self._screens.binding is not None:
                self._screens.binding.attach_strip(self.strip)
            self.strip.move(at or self._bottom_right(self.strip))
        self.strip.show()
        self._screens.handlers.refresh()

    @Slot()
    def _strip_closed(self) -> None:
        self._let_go(self.strip)
        self.strip = None
        self._screens.handlers.refresh()

    def _bottom_right(self, window: "StripWindow") -> QPoint:
        area = self._screens.window.screen().availableGeometry()
        title_px = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        left = area.right() - window.width() - _SPREAD
        top = area.bottom() - window.height() - title_px - _SPREAD
        return QPoint(max(left, area.left()), max(top, area.top()))

    def _let_go(self, window: "StageWindow | StripWindow | None") -> None:
        if window is not None:
            if self._screens.binding is not None:
                self._screens.binding.detach(window)
            window.deleteLater()

    def _share(self, window: "StageWindow | StripWindow") -> None:
        """Let the keys of the table work in another window too."""
        window.addActions(list(self._screens.actions.values()))
