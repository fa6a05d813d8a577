"""What all tables share: the metadata with its names, and the type of ids."""

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives out ids only for INTEGER keys; PostgreSQL gets 64 bits.
Id = BigInteger().with_variant(Integer, "sqlite")
