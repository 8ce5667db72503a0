import io
import os
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntksym.data_files import load
from ntksym.data_sets import icosahedron
from ntksym.errors import InputError

ROWS = [[1.0, 2.0, 3.0], [4.0, 5.5, -6.0]]


def line(path, **options):
    """The one line that refuses a file."""
    with pytest.raises(InputError) as refused:
        load(path, **options)
    text = str(refused.value)
    assert "\n" not in text and len(text) < 400
    return text


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def npy(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", ">f8", "i1", "u2", "i4", "i8", "?"])
def test_npy_files_of_every_real_type_are_exact(file, dtype):
    array = np.array([[0, 1, 1], [1, 0, 1]], dtype=dtype)
    for layout in (array, np.asfortranarray(array)):
        data = load(file("a.npy", npy(layout)))
        assert np.array_equal(data.points, array) and data.name == "a.npy" and data.notes == ()


def test_a_loaded_data_set_does_not_follow_its_file(file):
    path = file("a.npy", npy(np.eye(3)))
    data = load(path)
    np.save(path, 2 * np.eye(3))
    assert data.points[0, 0] == 1 and not isinstance(data.points, np.memmap)


def test_rows_and_columns_can_be_chosen(file):
    array = np.arange(1.0, 21).reshape(5, 4)
    text = "a,b,c,d\n" + "\n".join(",".join(map(str, row)) for row in array) + "\n"
    for path in (file("a.npy", npy(array)), file("a.csv", text), file("a.npz", zipped(X=array))):
        assert np.array_equal(load(path, rows=3, columns=[2, 0]).points, array[:3, [2, 0]])
        assert np.array_equal(load(path, rows=99).points, array)
        assert "numbered" in line(path, columns=[4, 0]) or "'a', 'b'" in line(path, columns=[4, 0])
        assert "rows=1" in line(path, rows=1)
    assert np.array_equal(load(path := file("a.csv", text), columns=["d", "b"]).points, array[:, [3, 1]])
    assert "there are 'a', 'b', 'c', 'd'" in line(path, columns=["e", "a"])


def zipped(compressed=False, **arrays):
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, **arrays)
    return stream.getvalue()


@pytest.mark.parametrize("compressed", [False, True])
def test_npz_files_hold_one_array_or_need_a_key(file, compressed):
    one, two = np.array(ROWS), np.eye(4)
    assert np.array_equal(load(file("a.npz", zipped(compressed, X=one))).points, one)
    both = file("b.npz", zipped(compressed, train=one, test=two))
    assert np.array_equal(load(both, key="test").points, two)
    assert "several arrays; save one alone, or give key= to ntksym.load, one of 'train', 'test'" in line(both)
    assert "no array 'x'; save one alone, or give key= to ntksym.load, one of 'train', 'test'" in line(both, key="x")
    assert "none" in line(file("c.npz", zipped()))


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.array([[1, np.nan], [1, 1]]), "row 0, column 1 is nan"),
        (np.array([[1, np.inf], [1, 1]], dtype="f2"), "float16 ends at 65504"),
        (np.array([[1, 1], [0, 0]]), "row 1 is zero"),
        (np.ones((1, 5)), "n >= 2"),
        (np.ones((5, 1)), "n >= 2"),
        (np.ones(5), "(5,)"),
        (np.ones((2, 2, 2)), "(2, 2, 2)"),
        (np.ones((0, 5)), "n >= 2"),
        (np.ones((2, 2), dtype=complex), "complex"),
        (np.array([["a", "b"]] * 2), "text"),
        (np.array([[2**53 + 1, 1], [1, 1]]), "not exact"),
        (np.zeros((2, 2), dtype=[("x", "f8")]), "real numbers"),
    ],
)
def test_bad_arrays_in_files_are_one_clear_line(file, array, words):
    assert words in line(file("a.npy", npy(array)))
    assert words in line(file("a.npz", zipped(X=array)))


def test_pickles_are_never_read(file):
    class Evil:
        def __reduce__(self):
            return os.system, ("echo PICKLE WAS READ; exit 1",)

    array = np.array([[Evil(), 1], [1, 1]], dtype=object)
    assert "pickles are never read" in line(file("a.npy", npy(array, allow_pickle=True)))
    assert "pickles are never read" in line(file("a.npz", zipped(X=array)))


def test_every_truncation_of_a_binary_file_is_named(file):
    for name, content in (("a.npy", npy(np.eye(4))), ("a.npz", zipped(X=np.eye(4)))):
        for length in range(0, len(content) - 1, 7):
            assert any(w in line(file(name, content[:length])) for w in ("truncated", "intact", "empty"))
    damaged = bytearray(zipped(True, X=np.random.default_rng(0).standard_normal((9, 9))))
    damaged[300] ^= 255
    assert "intact" in line(file("a.npz", bytes(damaged)))


def test_a_header_that_lies_about_the_size_is_refused_before_anything_is_read(file):
    honest = npy(np.eye(4))
    bomb = honest.replace(b"(4, 4)", b"(9999999, 9999)"[:15]).replace(b" " * 9 + b"\n", b"\n", 1)
    assert "truncated" in line(file("a.npy", bomb))
    negative = honest.replace(b"(4, 4), ", b"(-4, -4)")
    assert line(file("a.npy", negative))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("X.npy", npy(np.zeros((1, 1)))[:-8].replace(b"(1, 1), }   ", b"(3000, 3000)") + bytes(9_000))
    assert line(file("a.npz", stream.getvalue()))


def test_too_much_data_is_refused_with_a_number_of_rows_that_fits(file):
    array = np.ones((50, 4))
    text = "\n".join(["1,1,1,1"] * 50)
    for path in (file("a.npy", npy(array)), file("a.csv", text)):
        assert "take fewer rows: rows=25" in line(path, limit=100)
        assert load(path, limit=100, rows=25).n == 25
    packed = file("a.npz", zipped(X=array))  # an .npz array is read as a whole
    assert "save it as .npy, and take fewer rows: rows=25" in line(packed, limit=100, rows=25)
    assert load(packed, limit=200, rows=25).n == 25


def test_missing_files_folders_and_unknown_types_are_named(file, tmp_path):
    assert "no such file" in line(tmp_path / "a.npy")
    assert "a folder" in line("")
    assert "a folder" in line(tmp_path)
    (tmp_path / "folder.npy").mkdir()
    assert "a folder" in line(tmp_path / "folder.npy")
    assert "unknown file type '.xlsx'" in line(file("a.xlsx", b"PK"))
    assert "unknown file type ''" in line(file("data", b"1,2"))
    assert "the file is empty" in line(file("a.csv", b"")) and "the file is empty" in line(file("a.npy", b""))
    assert "intact .npy" in line(file("a.npy", b"1,2\n3,4\n")) and "intact .npz" in line(file("a.npz", b"1,2\n3,4\n"))
    assert "not a regular file" in line(os.devnull)
    os.mkfifo(tmp_path / "pipe.npy")
    assert "not a regular file" in line(tmp_path / "pipe.npy")
    assert "leave key out" in line(file("b.npy", npy(np.eye(2))), key="X")
    assert "leave key out" in line(file("b.csv", "1,2\n3,4"), key="X")
    assert "leave them out" in line(file("b.npy", npy(np.eye(2))), delimiter=",")


def test_an_unreadable_file_is_named(file, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    path = file("a.csv", "1,2\n3,4")
    monkeypatch.setattr(type(path), "open", refuse)
    assert "Permission denied; check the path" in line(path)


@pytest.mark.parametrize(
    "text",
    [
        "1,2,3\n4,5.5,-6\n",
        "1,2,3\r\n4,5.5,-6",
        "a,b,c\n1,2,3\n4,5.5,-6\n",
        "\ufeffa,b,c\n1,2,3\n4,5.5,-6\n",
        '# made by hand\n"a","b, too",c\n\n"1","2", 3\n# half\n4, "5.5" ,-6.0\n'.replace('"5.5" ,', '"5.5",'),
        "+1.0,2e0,0.03E2\n4,5.50,-6",
    ],
)
def test_csv_with_and_without_header_comments_and_quotes(file, text):
    data = load(file("a.csv", text))
    assert data.points.tolist() == ROWS and "nearest float64" in data.notes[0]
    assert load(file("a.tsv", text.replace(",", "\t"))).digest == data.digest
    assert load(file("b.csv", text.replace(",", ";")), delimiter=";").digest == data.digest


def test_integers_in_text_are_exact_and_decimals_are_said_to_be_rounded(file):
    assert load(file("a.csv", "1,2\n3,9007199254740992\n")).notes == ()
    assert load(file("b.csv", "1,2\n3,18014398509481984\n")).points[1, 1] == 2.0**54
    assert "line 2, column 1: the integer 9007199254740993" in line(file("c.csv", "1,2\n3,9007199254740993\n"))
    for rounded in ("1.00000000000000000001", "1e-400", "9007199254740993.0", "1e23"):
        assert len(load(file("e.csv", f"1,2\n3,{rounded}\n")).notes) == 1
    data = load(file("d.csv", "0.1,1\n1,0.30000000000000004\n"))
    assert data.points.tolist() == [[0.1, 1.0], [1.0, 0.1 + 0.2]] and len(data.notes) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n3,4,5\n", "line 3: 3 cells where line 1 has 2"),
        ("1,2\n\n# note\n3\n", "line 4: 1 cells where line 1 has 2"),
        ("a,b\n1,2\n3,x\n", "line 3, column 'b': 'x' is not a number"),
        ("1,2\n3,x\n", "line 2, column 1: 'x' is not a number"),
        ("1,2\n3,\n", "line 2, column 1: the cell is empty"),
        ("1,2\n3,nan\n", "line 2, column 1: nan is not a finite"),
        ("1,2\n3,1e999\n", "line 2, column 1: 1e999 is not a finite"),
        ("1,2\n3,1_0\n", "line 2, column 1"),
        ("1,2\n3,\u0661\n", "line 2, column 1"),
        ("1,2\n3,0x10\n", "'0x10' is not a number"),
        ("1,2\n3,1+2j\n", "'1+2j' is not a number"),
        ("1,2\n0,0.0\n", "line 2: all numbers are zero"),
        ("1,2\n3,'4'\n", "is not a number"),
        ('1,2\n3,"4\n', "line 2"),
        ("1 2\n3 4\n", "give delimiter=' '"),
        ("1;2\n3;4\n", "give delimiter=';'"),
        ("1\n3\n", "at least two columns"),
        (",a,b\n0,1,2\n1,3,4\n", "column 0 has no name"),
        ("a,b\n", "no numbers"),
        ("# only\n\n", "no numbers"),
        ("a,b\n1,2\n", "n >= 2"),
        ("x" * 200_000, "line 1"),
        ("1,2\n3," + "9" * 5000 + "\n", "line 2"),
    ],
)
def test_bad_text_is_named_by_line_and_column(file, text, words):
    assert words in line(file("a.csv", text))


def test_text_in_other_encodings_is_refused(file):
    assert "UTF-8" in line(file("a.csv", "1,2\n3,4\n".encode("utf-16")))
    assert "UTF-8" in line(file("b.csv", b"caf\xe9,b\n1,2\n3,4\n"))
    assert line(file("c.csv", b"1,2\n3,\x004\n"))


def test_text_columns_can_be_left_out(file):
    path = file("a.csv", "id,u,v,kind\na,1,2,x\nb,3,4,y\n")
    assert "line 2, column 'id'" in line(path)
    assert load(path, columns=["u", "v"]).points.tolist() == [[1, 2], [3, 4]]
    indexed = file("b.csv", ",a,b\n0,1,2\n1,3,4\n")
    assert load(indexed, columns=["a", "b"]).points.tolist() == [[1, 2], [3, 4]]
    assert "is named twice" in line(file("c.csv", "u,u\n1,2\n3,4\n"), columns=["u", 1])


def test_the_header_can_be_stated(file):
    years = file("a.csv", "2001,2002\n1,2\n3,4\n")
    assert load(years).n == 3
    assert load(years, header=True).points.tolist() == [[1, 2], [3, 4]]
    assert "line 1, column 0: 'a' is not a number" in line(file("b.csv", "a,b\n1,2\n3,4\n"), header=False)


@pytest.mark.parametrize("delimiter", ["", ";;", "1", "\n", ".", "#", '"'])
def test_delimiters_that_cannot_separate_numbers_are_refused(file, delimiter):
    assert "delimiter" in line(file("a.csv", "1,2\n3,4\n"), delimiter=delimiter)


@given(
    st.lists(st.lists(st.floats(-1e6, 1e6).filter(lambda v: v != 0), min_size=3, max_size=3), min_size=2, max_size=5)
)
def test_float64_written_as_text_comes_back_as_the_same_numbers(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("text") / "a.csv"
    path.write_text("\n".join(",".join(map(repr, row)) for row in rows))
    assert load(path).points.tolist() == rows


@given(st.binary(max_size=200), st.sampled_from([".npy", ".npz", ".csv", ".tsv"]), st.booleans())
def test_random_bytes_are_data_or_one_clear_line(tmp_path_factory, content, suffix, magic):
    path = tmp_path_factory.mktemp("bytes") / f"a{suffix}"
    path.write_bytes({".npy": b"\x93NUMPY\x01\x00v\x00", ".npz": b"PK\x03\x04"}.get(suffix, b"1,2\n") * magic + content)
    try:
        assert np.isfinite(load(path).points).all()
    except InputError:
        line(path)


def test_samples_load_by_name():
    assert load("@icosahedron").digest == icosahedron().digest
    assert "no such sample" in line("@icosahedra")
    assert load("@gaussian:n=5,d=3,seed=2").name == "gaussian:n=5,d=3,seed=2"
