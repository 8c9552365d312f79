"""Of any list whatever …"""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines.price_lists import Nomenclature, Outcome, UnreadableFile, open_price_list
from sanamost.engines.price_lists.grids import Fault, Formula, Row, Sheet, Value
from sanamost.engines.price_lists.notes import coefficients_in
from sanamost.engines.price_lists.plain_rows import read_rows, write_rows

NOTHING = Nomenclature([])
WORDS = st.sampled_from(
    [
        *("Код", "Наименование услуги", "Цена, руб.", "Цена от", "Цена до", "ЕАЭС", "Итого"),
        *(
            "Для иностранных граждан",
            "- для граждан РФ",
            "Массаж спины",
            "спины",
            "врача-",
            "(дети)",
        ),
        *("1000", "от 500", "5 тыс.", "бесплатно", "договорная", "A16.07.002", "К-1", "у.е.", "—"),
        *("价格", "项目名称", "5.8万", "السعر", "اسم الخدمة", "коэффициент 1,5", "5.янв", "10 %"),
    ]
)
CELLS = st.one_of(
    st.just(""),
    WORDS,
    st.integers(-10, 10**7).map(str),
    st.text(max_size=12).filter(str.isprintable),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=7), min_size=1, max_size=25)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS)
def test_every_row_ends_once_and_the_counts_add_up(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)
    reading = open_price_list(io.BytesIO(text.encode()), NOTHING) if text.strip() else None
    if reading is None:
        return
    ends: dict[tuple[str, int], Outcome] = {}
    try:
        for verdict in reading.verdicts():
            place = (verdict.sheet, verdict.row)
            assert (place in ends) == (verdict.amends is not None)
            ends[place] = verdict.outcome
            assert verdict.doubts or verdict.outcome is Outcome.IMPORTED
    except UnreadableFile:
        assert not ends
        return
    assert sum(reading.counts.values()) == reading.rows == len(ends)
    for outcome in Outcome:
        assert reading.counts[outcome] == sum(one is outcome for one in ends.values())


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(min_size=1, max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.booleans(),
    st.builds(Fault, st.just("#REF!")),
    st.builds(Formula, st.just("C2*2")),
)


@given(
    cells=st.dictionaries(st.integers(0, 199), VALUES, min_size=1, max_size=6), hidden=st.booleans()
)
def test_rows_are_told_and_read_alike(cells: dict[int, Value], hidden: bool) -> None:
    row = Row(7, cells, hidden, {3: "USD"}, frozenset({2}))
    sheet = Sheet(
        "Цены", rows=lambda: iter([row]), hidden=True, hidden_columns=lambda: frozenset({1})
    )
    file = io.BytesIO()
    write_rows([sheet], True, file)
    (found,), delimited = read_rows(file)
    assert (found.name, found.hidden, found.hidden_columns(), delimited) == (
        "Цены",
        True,
        frozenset({1}),
        True,
    )
    (again,) = found.rows()
    assert again.cells == {
        column: value.encode(errors="replace").decode() if isinstance(value, str) else value
        for column, value in cells.items()
    }
    assert (again.hidden, again.currencies, again.covered) == (hidden, {3: "USD"}, frozenset({2}))


@given(st.text(max_size=300))
def test_no_sentence_breaks_the_search_for_coefficients(text: str) -> None:
    assert all(1 < times <= 10 for times in coefficients_in(text).values())
