"""The stage display: what the person who speaks sees from five metres, in a window of its own."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from moderator.console.look.tokens import STAGE
from moderator.console.stage_face import BLANK, compose
from moderator.console.stage_painter import Part, Scene, StagePainter, changed
from moderator.desk.views import FloorReading, FloorView
from moderator.words import tr

WINDOW = QSize(960, 540)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a stage display stands."""

    screen: str | None = None
    """The monitor's name; None means the middle of the first one."""
    full_screen: bool = False
    left_px: int = 0
    top_px: int = 0
    width_px: int = WINDOW.width()
    height_px: int = WINDOW.height()


class StageWindow(QWidget):
    """Shows time left, speaker and what follows; an ordinary 16:9 window or a full screen.

    Signals:
        placement_changed: a Placement to remember.
        closed: the window was closed by its user.
    """

    placement_changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("stage")
        self.setWindowTitle(tr("Stage display"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # it is looked at by others: whoever types goes on typing where they were
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(320, 180)
        self.resize(WINDOW)
        self._view: FloorView | None = None
        self._reading: FloorReading | None = None
        self._blank = False
        self._scene = Scene(BLANK)
        self._painter = StagePainter(self.size())
        self._wanted = Placement()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._screen_came)
            app.screenRemoved.connect(self._screen_went)

    @Slot(object)
    def show_floor(self, view: FloorView | None) -> None:
        """Show another state of the floor; None shows nothing."""
        self._view = view
        self._compose()

    @Slot(object)
    def show_reading(self, reading: FloorReading | None) -> None:
        """Show other digits; None where they are not known."""
        self._reading = reading
        self._compose()

    @Slot(str)
    def show_clock(self, text: str) -> None:
        """Show the time of day, as hours and minutes."""
        self._put(Scene(self._scene.face, text))

    @Slot(bool)
    def set_blank(self, blank: bool) -> None:
        """Show a black screen, or show the floor again."""
        self._blank = blank
        self._compose()

    @property
    def is_blank(self) -> bool:
        """Whether the screen is black on purpose."""
        return self._blank

    @property
    def scene(self) -> Scene:
        """What is shown now."""
        return self._scene

    def place(self, placement: Placement) -> None:
        """Stand where told; without that monitor, an ordinary window waits until it comes."""
        self._wanted = placement
        screen = _screen(placement.screen)
        size = QSize(placement.width_px, placement.height_px)
        here = screen or QGuiApplication.primaryScreen()
        self.setGeometry(_inside(placement, size, here.availableGeometry()))
        if screen is not None and placement.full_screen:
            self._fill(screen)

    @Slot()
    def toggle_full_screen(self) -> None:
        """Fill the screen the window is on, or become an ordinary window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self._fill(self.screen())
        self._remember()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(STAGE.ground))
        for part in Part:
            if event.region().intersects(self._painter.area(part)):
                self._painter.paint(painter, self._scene, part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        self._painter = StagePainter(event.size())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: Escape leaves the full screen; F11, where no action has it, toggles it."""
        leaves = event.key() == Qt.Key.Key_Escape and self.isFullScreen()
        if (leaves or event.key() == Qt.Key.Key_F11) and not event.isAutoRepeat():
            self.toggle_full_screen()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See Qt: a double click fills the screen and leaves it again."""
        self.toggle_full_screen()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """See Qt."""
        if event.type() is QEvent.Type.LanguageChange:
            self.setWindowTitle(tr("Stage display"))
            self._compose()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """See Qt."""
        self._remember()
        super().closeEvent(event)
        self.closed.emit()

    @Slot(QScreen)
    def _screen_went(self, screen: QScreen) -> None:
        """Become an ordinary window on what is left: a full screen does not move by itself."""
        if not self.isVisible() or screen.name() != self._wanted.screen:
            return
        self.showNormal()
        left = [other for other in QGuiApplication.screens() if other is not screen]
        if left:
            self.setGeometry(_inside(Placement(), WINDOW, left[0].availableGeometry()))

    @Slot(QScreen)
    def _screen_came(self, screen: QScreen) -> None:
        """Go back to the monitor the window was meant for."""
        if self.isVisible() and self._wanted.screen == screen.name():
            self.place(self._wanted)

    def _fill(self, screen: QScreen) -> None:
        self.winId()
        self.windowHandle().setScreen(screen)
        if not self.isFullScreen() and self.screen() is not screen:
            self.setGeometry(screen.geometry())
        self.showFullScreen()

    def _remember(self) -> None:
        box = self.normalGeometry()
        self._wanted = Placement(
            screen=self.screen().name(),
            full_screen=self.isFullScreen(),
            left_px=box.left(),
            top_px=box.top(),
            width_px=box.width(),
            height_px=box.height(),
        )
        self.placement_changed.emit(self._wanted)

    def _compose(self) -> None:
        face = BLANK if self._blank else compose(self._view, self._reading)
        self._put(Scene(face, self._scene.clock))

    def _put(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        parts = tuple(changed(before, scene))
        for part in parts:
            self.update(self._painter.dirty(part, before, scene))
        if Part.NAME in parts or Part.STATE in parts:
            self.setAccessibleDescription(scene.face.spoken)


def _screen(name: str | None) -> QScreen | None:
    return next((s for s in QGuiApplication.screens() if s.name() == name), None)


def _inside(placement: Placement, size: QSize, room: QRect) -> QRect:
    """Return where a window of that size fits on a screen, as near as possible to its place."""
    size = size.boundedTo(room.size())
    box = QRect(placement.left_px, placement.top_px, size.width(), size.height())
    if placement.screen is None:
        box.moveCenter(room.center())
    box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width() + 1))
    box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height() + 1))
    return box
