using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PaymentHub.Domain;

namespace PaymentHub.Storage;

/// <summary>Typed columns of a binary COPY. Each call writes the next column.</summary>
public readonly struct RowWriter(NpgsqlBinaryImporter importer)
{
    public void Id(Guid value) => importer.Write(value, NpgsqlDbType.Uuid);

    public void Id(Guid? value)
    {
        if (value is { } v) Id(v);
        else importer.WriteNull();
    }

    public void Text(string? value)
    {
        if (value is null) importer.WriteNull();
        else importer.Write(value, NpgsqlDbType.Text);
    }

    public void Int(int value) => importer.Write(value, NpgsqlDbType.Integer);

    public void Int(int? value)
    {
        if (value is { } v) Int(v);
        else importer.WriteNull();
    }

    public void Long(long value) => importer.Write(value, NpgsqlDbType.Bigint);

    public void Long(long? value)
    {
        if (value is { } v) Long(v);
        else importer.WriteNull();
    }

    public void Money(Money value) => Long(value.Dong);

    public void Flag(bool value) => importer.Write(value, NpgsqlDbType.Boolean);

    public void At(Instant value) => importer.Write(value, NpgsqlDbType.TimestampTz);

    public void Date(LocalDate value) => importer.Write(value, NpgsqlDbType.Date);

    public void Date(LocalDate? value)
    {
        if (value is { } v) Date(v);
        else importer.WriteNull();
    }

    /// <summary>A month is stored as its first day, so that ranges and order are plain date arithmetic.</summary>
    public void Month(YearMonth value) => Date(value.OnDayOfMonth(1));

    public void Month(YearMonth? value)
    {
        if (value is { } v) Month(v);
        else importer.WriteNull();
    }

    public void Texts(string[] value) => importer.Write(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public void TextsOrNull(string[]? value)
    {
        if (value is null) importer.WriteNull();
        else Texts(value);
    }

    public void Bytes(byte[] value) => importer.Write(value, NpgsqlDbType.Bytea);
}
