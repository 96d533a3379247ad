using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace PaymentHub.Storage;

/// <summary>Positional parameters with their type spelled out, so that a null array still has one.</summary>
public static class Parameter
{
    public static NpgsqlParameter Of(Guid value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Of(LocalDate value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Date };

    public static NpgsqlParameter Of(YearMonth? value) => new()
    {
        Value = value is { } month ? month.OnDayOfMonth(1) : DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.Date,
    };

    public static NpgsqlParameter Of(Instant value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter Of(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Of(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Of(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Of(string[]? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    public static NpgsqlParameter Of(Guid[]? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Of(int[] value) =>
        new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
