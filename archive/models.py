"""What is kept: the ORM. The tables themselves are made by `migrations/`, and a test holds the two together.

    outlets ◀── articles ──▶ bylines ──▶ authors          captures   original bytes
                   │  ├────▶ article_tags ──▶ tags         revisions  earlier wordings
                   │  ├────▶ related_links ──▶ articles    field_origins  where each field was read
                   │  └────▶ captions                      signatures  to know near-identical texts
                   └─ index_queue ─▶ postings ─▶ article_index (FTS5, see `archive.index`)

Moments are UTC, ISO 8601, as text; so are dates, cut to their precision.
"""

from __future__ import annotations

from sqlalchemy import REAL, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NOW = text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")


class Base(DeclarativeBase):
    """Holds the metadata; names follow one convention so that migrations can find every constraint."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, int: Integer, float: REAL, bytes: LargeBinary}  # noqa: RUF012


ROWS = {"sqlite_strict": True}
NUMBERED = {**ROWS, "sqlite_autoincrement": True}  # an id is never given out twice
NARROW = {**ROWS, "sqlite_with_rowid": False}


def _article_id() -> Mapped[int]:
    return mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)


class Outlet(Base):
    """Is the paper, broadcaster or site that published."""

    __tablename__ = "outlets"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    home: Mapped[str | None]
    country: Mapped[str | None]
    language: Mapped[str | None]
    time_zone: Mapped[str | None]


class Author(Base):
    """Is a person or an agency that signs articles."""

    __tablename__ = "authors"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Tag(Base):
    """Is a subject that an outlet, or the owner of the archive, gave."""

    __tablename__ = "tags"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str | None]


class OutletSpelling(Base):
    """Is a spelling or a domain under which an outlet is found again; `key` is the folded form."""

    __tablename__ = "outlet_spellings"
    __table_args__ = NARROW

    key: Mapped[str] = mapped_column(primary_key=True)
    spelling: Mapped[str]
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="CASCADE"), index=True)


class AuthorSpelling(Base):
    """Is a spelling under which an author is found again."""

    __tablename__ = "author_spellings"
    __table_args__ = NARROW

    key: Mapped[str] = mapped_column(primary_key=True)
    spelling: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id", ondelete="CASCADE"), index=True)


class TagSpelling(Base):
    """Is a spelling under which a tag is found again."""

    __tablename__ = "tag_spellings"
    __table_args__ = NARROW

    key: Mapped[str] = mapped_column(primary_key=True)
    spelling: Mapped[str]
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)


class Article(Base):
    """Is what the archive keeps; `body` stands last so that lists never read its overflow pages."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint("published_precision IN ('year', 'month', 'day', 'minute')"),
        CheckConstraint("implied_precision IN ('year', 'month', 'day', 'minute')"),
        Index(None, "outlet_id", "published"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(
        unique=True, server_default=text("('article-' || lower(hex(randomblob(6))))")
    )
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"))
    address: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(server_default="und")
    title: Mapped[str | None]
    kicker: Mapped[str | None]
    section: Mapped[str | None]
    published: Mapped[str | None] = mapped_column(index=True)
    published_precision: Mapped[str | None]
    published_offset: Mapped[str | None]
    implied: Mapped[str | None]
    implied_precision: Mapped[str | None]
    added_at: Mapped[str] = mapped_column(server_default=NOW)
    changed_at: Mapped[str] = mapped_column(server_default=NOW)
    standfirst: Mapped[str | None]
    body: Mapped[str]

    outlet: Mapped[Outlet | None] = relationship()
    bylines: Mapped[list[Byline]] = relationship(order_by="Byline.position", cascade="all, delete-orphan")
    article_tags: Mapped[list[ArticleTag]] = relationship(
        order_by="ArticleTag.position", cascade="all, delete-orphan"
    )
    captions: Mapped[list[Caption]] = relationship(order_by="Caption.position", cascade="all, delete-orphan")
    related_links: Mapped[list[RelatedLink]] = relationship(
        order_by="RelatedLink.position",
        cascade="all, delete-orphan",
        foreign_keys="RelatedLink.article_id",
    )
    revisions: Mapped[list[Revision]] = relationship(order_by="Revision.id", cascade="all, delete-orphan")
    captures: Mapped[list[Capture]] = relationship(order_by="Capture.id", cascade="all, delete-orphan")
    origins: Mapped[list[FieldOrigin]] = relationship(cascade="all, delete-orphan")


class Byline(Base):
    """Is one author's place on one article, as printed."""

    __tablename__ = "bylines"
    __table_args__ = (CheckConstraint("role IN ('author', 'agency')"), NARROW)

    article_id: Mapped[int] = _article_id()
    position: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(server_default="author")
    printed: Mapped[str | None]

    author: Mapped[Author] = relationship()


class ArticleTag(Base):
    """Gives a tag to an article."""

    __tablename__ = "article_tags"
    __table_args__ = NARROW

    article_id: Mapped[int] = _article_id()
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(server_default="0")

    tag: Mapped[Tag] = relationship()


class OutletTag(Base):
    """Says that an outlet is known to use a tag, which tells tags apart on its printed tag lines."""

    __tablename__ = "outlet_tags"
    __table_args__ = NARROW

    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Caption(Base):
    """Is a caption or a credit, as printed."""

    __tablename__ = "captions"
    __table_args__ = (CheckConstraint("kind IN ('caption', 'credit')"), NARROW)

    article_id: Mapped[int] = _article_id()
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(server_default="caption")
    text: Mapped[str]


class RelatedLink(Base):
    """Is a pointer to another article, kept while its target is missing; `title_key` finds the target."""

    __tablename__ = "related_links"
    __table_args__ = (
        CheckConstraint("kind IN ('related', 'inline', 'previous', 'next')"),
        CheckConstraint("truncated IN (0, 1)"),
        CheckConstraint("title IS NOT NULL OR address IS NOT NULL"),
        Index(None, "article_id", "position"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(server_default="0")
    kind: Mapped[str] = mapped_column(server_default="related")
    group_label: Mapped[str | None]
    title: Mapped[str | None]
    blurb: Mapped[str | None]
    truncated: Mapped[int] = mapped_column(server_default="0")
    address: Mapped[str | None] = mapped_column(index=True)
    title_key: Mapped[int | None] = mapped_column(index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)


class Capture(Base):
    """Is the bytes of one piece exactly as found, compressed."""

    __tablename__ = "captures"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64"),
        CheckConstraint("compression IN ('none', 'zlib')"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    charset: Mapped[str | None]
    charset_reason: Mapped[str | None]
    source: Mapped[str]
    address: Mapped[str | None]
    captured_at: Mapped[str | None]
    filed_at: Mapped[str] = mapped_column(server_default=NOW)
    size: Mapped[int]
    compression: Mapped[str] = mapped_column(server_default="zlib")
    content: Mapped[bytes]
    headers: Mapped[str | None]
    stated: Mapped[str | None]
    reader: Mapped[str | None]


class OtherAddress(Base):
    """Is one more address of an article, as its mobile, AMP or print page has, or the key of its page."""

    __tablename__ = "other_addresses"
    __table_args__ = NARROW

    address: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)


class FamilyMember(Base):
    """Says that an article tells the same story as others: near-copies, each of them an article of its own."""

    __tablename__ = "families"
    __table_args__ = ROWS

    article_id: Mapped[int] = _article_id()
    family_id: Mapped[int] = mapped_column(index=True)


class SettledDoubt(Base):
    """Says that a person looked at a doubt about an article and settled it."""

    __tablename__ = "settled_doubts"
    __table_args__ = NARROW

    article_id: Mapped[int] = _article_id()
    doubt: Mapped[str] = mapped_column(primary_key=True)
    settled_at: Mapped[str] = mapped_column(server_default=NOW)


class Feed(Base):
    """Is a feed that is fetched again and again, and how its last fetch went."""

    __tablename__ = "feeds"
    __table_args__ = (CheckConstraint('"full" IN (0, 1)'), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id", ondelete="SET NULL"))
    full: Mapped[int] = mapped_column(server_default="0")
    added_at: Mapped[str] = mapped_column(server_default=NOW)
    fetched_at: Mapped[str | None]
    trouble: Mapped[str | None]
    failures: Mapped[int] = mapped_column(server_default="0")


class Visit(Base):
    """Is the last visit to an address: what to send so that the server may answer that nothing changed."""

    __tablename__ = "visits"
    __table_args__ = NARROW

    address: Mapped[str] = mapped_column(primary_key=True)
    final_address: Mapped[str | None]
    status: Mapped[int]
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    sha256: Mapped[str | None]
    visited_at: Mapped[str] = mapped_column(server_default=NOW)


class Revision(Base):
    """Is an earlier wording of an article, and the capture it was read from where that is known."""

    __tablename__ = "revisions"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id", ondelete="SET NULL"), index=True)
    replaced_at: Mapped[str] = mapped_column(server_default=NOW)
    title: Mapped[str | None]
    kicker: Mapped[str | None]
    standfirst: Mapped[str | None]
    body: Mapped[str]


class FieldOrigin(Base):
    """Says where a field of an article was read, how surely, and whether a person corrected it."""

    __tablename__ = "field_origins"
    __table_args__ = (
        CheckConstraint("confidence BETWEEN 0 AND 1"),
        CheckConstraint("by_person IN (0, 1)"),
        NARROW,
    )

    article_id: Mapped[int] = _article_id()
    field: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str]
    confidence: Mapped[float]
    evidence: Mapped[str | None]
    by_person: Mapped[int] = mapped_column(server_default="0")


class Signature(Base):
    """Is the MinHash signature of a body, with the name and version of what made it."""

    __tablename__ = "signatures"
    __table_args__ = ROWS

    article_id: Mapped[int] = _article_id()
    algorithm: Mapped[str]
    signature: Mapped[bytes]


class SignatureBand(Base):
    """Is one band of a signature: two near-identical bodies share at least one."""

    __tablename__ = "signature_bands"
    __table_args__ = NARROW

    band: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class QueueEntry(Base):
    """Says that an article changed and its posting has to follow; triggers write it, `archive.index` drains it."""

    __tablename__ = "index_queue"
    __table_args__ = (Index(None, "article_id", "seq"), NUMBERED)

    seq: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int]


class Posting(Base):
    """Is one article's living place in the index; `docid` is day << 13 | number and never used again."""

    __tablename__ = "postings"
    __table_args__ = (Index(None, "title_key", sqlite_where=text("title_key IS NOT NULL")), ROWS)

    docid: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), unique=True)
    outlet_id: Mapped[int | None]
    language: Mapped[str]
    day: Mapped[int | None]
    size: Mapped[int]
    title_key: Mapped[int | None]
    digest: Mapped[bytes]


class SpentDocid(Base):
    """Is a docid whose posting is dead: it stays in the index as garbage until a rebuild."""

    __tablename__ = "spent_docids"
    __table_args__ = ROWS

    docid: Mapped[int] = mapped_column(primary_key=True)


class LexiconTerm(Base):
    """Is a term of the archive: in how many articles it stands, how it is printed, and its canonical form."""

    __tablename__ = "lexicon"
    __table_args__ = (CheckConstraint("script IN (0, 1)"), CheckConstraint("known IN (0, 1)"), ROWS)

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(unique=True)
    script: Mapped[int]
    df: Mapped[int]
    capitals: Mapped[int] = mapped_column(server_default="0")
    plain: Mapped[int] = mapped_column(server_default="0")
    known: Mapped[int] = mapped_column(server_default="0")
    canon: Mapped[str] = mapped_column(server_default="")
    surface: Mapped[str | None]


class LexiconKey(Base):
    """Is a key under which spellings of one name meet."""

    __tablename__ = "lexkeys"
    __table_args__ = NARROW

    key: Mapped[str] = mapped_column(primary_key=True)
    script: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)


class Alias(Base):
    """Is a spelling that a person taught for a subject; those of one group are searched together."""

    __tablename__ = "aliases"
    __table_args__ = NARROW

    spelling: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class Watch(Base):
    """Is a saved search, and how far its last run had seen."""

    __tablename__ = "watches"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    query: Mapped[str]
    made_at: Mapped[str] = mapped_column(server_default=NOW)
    last_run_at: Mapped[str | None]
    seen_article: Mapped[int] = mapped_column(server_default="0")
    seen_revision: Mapped[int] = mapped_column(server_default="0")


class IndexState(Base):
    """Is what the index knows of itself: the analyzers' fingerprint, the languages it holds."""

    __tablename__ = "index_state"
    __table_args__ = NARROW

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
