"""Opens a PDF with what is given: no password, each password in turn, and once more after mending it.

A document that only its owner's password protects opens for everybody; what the owner forbade
(printing, copying) is told and binds nobody who reads evidence.
"""

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped]

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.reading.failures import failure, refusal

PDF_FAULTS = (pdfium.PdfiumError, ValueError, LookupError, OSError, AssertionError, TypeError)
PIKEPDF_FAULTS = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pikepdf.DataDecodingError,
    pikepdf.ForeignObjectError,
    AttributeError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)
# What qpdf may unpack of one stream; pikepdf knows no limit of its own. Half a gibibyte is what an
# exhibit may measure at most, and no honest stream of a PDF comes near it.
MAX_UNPACKED = 512 * 1024 * 1024
NOT_LOCKED = -1
NAMES_SOURCE = re.compile(r"^(?:stream )?<[^>]*>(?:: | \()?")
OWNER_ONLY = "an owner's password forbids printing, copying or changing; it opens without one"
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_UNPACKED,
    run_length_max_memory=MAX_UNPACKED,
    dct_max_memory=MAX_UNPACKED,
    png_max_memory=MAX_UNPACKED,
    tiff_max_memory=MAX_UNPACKED,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A document open for reading, the password it took, and what is to be told of the opening.

    `source` holds what was opened: the exhibit itself, or what mending made of it.
    """

    document: pdfium.PdfDocument
    source: BinaryIO
    password: str = ""
    said: tuple[tuple[str, str], ...] = ()
    failures: tuple[Failure, ...] = ()


def open_pdf(untrusted_source: BinaryIO, passwords: Sequence[str]) -> Opened:
    """Open a document. Raises RefusedError: no password, a wrong one, or nothing that could be mended."""
    try:
        return _opened(untrusted_source, passwords)
    except PDF_FAULTS as error:
        mended = _mended(untrusted_source, passwords)
        if mended is None:
            raise refusal("damaged", label="a PDF", reason=short(error)) from error
        try:
            again = _opened(mended, passwords)
        except PDF_FAULTS:
            raise refusal("damaged", label="a PDF", reason=short(error)) from error
        return Opened(again.document, mended, again.password, again.said, (failure("rebuilt"),))


def short(error: Exception) -> str:
    """Return what a parser says, as the end of a sentence, without the name of what it was reading."""
    said = NAMES_SOURCE.sub("", str(error).strip()) or type(error).__name__
    return said.splitlines()[0].rstrip(".")[:200]


def _opened(source: BinaryIO, passwords: Sequence[str]) -> Opened:
    for password in ("", *passwords):
        source.seek(0)
        try:
            document = pdfium.PdfDocument(source, password=password or None)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD:
                continue
            raise
        return Opened(document, source, password, _said(document, password))
    raise _locked(passwords)


def _locked(passwords: Sequence[str]) -> RefusedError:
    return refusal("wrong_password", n=len(passwords)) if passwords else refusal("password")


def _said(document: pdfium.PdfDocument, password: str) -> tuple[tuple[str, str], ...]:
    if pdfium.raw.FPDF_GetSecurityHandlerRevision(document) == NOT_LOCKED:
        return ()
    return (("protection", "opened with a password that was given" if password else OWNER_ONLY),)


def rewritten(source: BinaryIO, password: str) -> BinaryIO | None:
    """Return the document written anew without its lock, None where it has no pages.

    qpdf finds objects whose table is lost. Raises one of PIKEPDF_FAULTS.
    """
    source.seek(0)
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pikepdf.open(source, password=password, suppress_warnings=True) as document:
            if not len(document.pages):
                return None
            # Mending the version in the XMP packet would mean parsing hostile XML.
            document.save(written, encryption=False, fix_metadata_version=False)
    written.seek(0)
    return written


def _mended(source: BinaryIO, passwords: Sequence[str]) -> BinaryIO | None:
    """Return the document written anew, or None where it cannot be."""
    for password in ("", *passwords):
        try:
            return rewritten(source, password)
        except pikepdf.PasswordError:
            continue
        except PIKEPDF_FAULTS:
            return None
    return None
