"""One export file on its card: what it holds, how its dates are meant, which column is what."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from clubos_desktop.connectors.csv_folder import Kind
from ui.models import export_files as words
from ui.models.export_files import FileAnswer
from ui.widgets.cards import Card, Flow
from ui.widgets.fields import Choice, Labelled
from ui.widgets.symbol import Button
from ui.widgets.text import Words

NOT_USED = ""
NOWHERE = ""


class ExportFile(Card):
    """``changed`` tells that an answer changed; ``reread`` asks for another encoding or delimiter."""

    changed = Signal()
    reread = Signal(str, str)

    def __init__(self, answer: FileAnswer) -> None:
        super().__init__(answer.look.file)
        self.answer = answer
        self._about = Words(words.about(answer.look), "secondary")
        options = [(label, kind.value) for kind, label in words.KINDS.items()]
        self.kind = Choice(f"What {answer.look.file} holds", [*options, ("Not used", NOT_USED)])
        self.kind.choose(answer.kind.value if answer.kind is not None else NOT_USED)
        self.kind.activated.connect(self._kind_chosen)
        self._dates = QWidget()
        self._date_column = QVBoxLayout(self._dates)
        self._date_column.setContentsMargins(0, 0, 0, 0)
        self._date_column.setSpacing(4)
        self.orders = QButtonGroup(self)
        self.more = Button("Columns and how it is read", role="quiet", icon="chevron-right")
        self.more.does(self._toggle)
        self._details = QWidget()
        self._detail_column = QVBoxLayout(self._details)
        self._detail_column.setContentsMargins(0, 0, 0, 0)
        self._fields = Flow(260, spacing=12, most=2)
        self._how = self._reading()
        self._detail_column.addWidget(self._how)
        self._detail_column.addWidget(self._fields)
        for widget in (self._about, Labelled("It holds", self.kind), self._dates, self.more, self._details):
            self.body.addWidget(widget)
        self.body.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self._ask_dates()
        self._ask_columns()
        self._details.setVisible(self._lacks())

    def _reading(self) -> Flow:
        look = self.answer.look
        encodings = {label: name for name, label in words.ENCODINGS.items() if name != "utf-8-sig"}
        self.encoding = Choice("Letters are kept as", list(encodings.items()))
        self.encoding.choose("utf-8" if look.encoding == "utf-8-sig" else look.encoding)
        self.delimiter = Choice("Cells are parted by", [(label, sign) for sign, label in words.DELIMITERS.items()])
        self.delimiter.choose(look.delimiter)
        self.encoding.activated.connect(lambda _index: self.reread.emit(self.encoding.chosen(), ""))
        self.delimiter.activated.connect(lambda _index: self.reread.emit("", self.delimiter.chosen()))
        flow = Flow(260, spacing=12, most=2)
        flow.show_items(
            [Labelled("Letters are kept as", self.encoding), Labelled("Cells are parted by", self.delimiter)]
        )
        return flow

    def _lacks(self) -> bool:
        kind = self.answer.kind
        return kind is not None and any(
            words.is_needed(kind, name) and name not in self.answer.columns for name in words.fields_of(kind)
        )

    def _kind_chosen(self, _index: int) -> None:
        chosen = self.kind.chosen()
        self.answer = words.with_kind(self.answer, Kind(chosen) if chosen in tuple(Kind) else None)
        self._ask_dates()
        self._ask_columns()
        if self._lacks():
            self._details.show()
        self.changed.emit()

    def _ask_dates(self) -> None:
        """Only where the dates can be read in two ways somebody is asked, and shown what each would mean."""
        look = self.answer.look
        while (item := self._date_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        asks = look.order is None and self.answer.kind is not None
        self._dates.setVisible(asks)
        if not asks:
            return
        self._date_column.addWidget(
            Words(f"How are its dates meant? One of them is {words.sample_date(look)}.", "strong")
        )
        for text, order in words.order_choices(look):
            button = QRadioButton(text)
            button.setChecked(self.answer.order == order)
            button.toggled.connect(partial(self._order_chosen, order))
            self.orders.addButton(button)
            self._date_column.addWidget(button)

    def _order_chosen(self, order: str, chosen: bool) -> None:
        if chosen:
            self.answer = FileAnswer(self.answer.look, self.answer.kind, order, self.answer.columns)
            self.changed.emit()

    def _ask_columns(self) -> None:
        kind = self.answer.kind
        if kind is None:
            self._fields.show_items([])
            return
        header = [(column, column) for column in self.answer.look.header if column]
        lines: list[QWidget] = []
        for name in words.fields_of(kind):
            label = words.field_label(kind, name)
            choice = Choice(f"Column for {label}", [("Not in this file", NOWHERE), *header])
            choice.choose(self.answer.columns.get(name, NOWHERE))
            choice.activated.connect(partial(self._column_chosen, name, choice))
            needed = words.is_needed(kind, name)
            line = Labelled(f"{label} (needed)" if needed else label, choice)
            if needed and name not in self.answer.columns:
                line.say("Please choose the column.", "problem")
            lines.append(line)
        self._fields.show_items(lines)

    def _column_chosen(self, name: str, choice: Choice, _index: int) -> None:
        column = choice.chosen()
        columns = {each: said for each, said in self.answer.columns.items() if each != name and said != column}
        if column:
            columns[name] = column
        self.answer = FileAnswer(self.answer.look, self.answer.kind, self.answer.order, columns)
        self._ask_columns()
        self.changed.emit()

    def _toggle(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self.more.show_icon("chevron-down" if shown else "chevron-right")
