using System.Buffers.Binary;
using System.Text;
using NodaTime;
using PaymentHub.Domain;

namespace PaymentHub.Storage;

/// <summary>
/// Typed columns of a row of a binary COPY, in PostgreSQL's own formats. Each call writes the next column.
/// </summary>
public readonly struct RowWriter(RowCopy copy)
{
    private const int TextType = 25;
    private const int GuidBytes = 16;
    private const byte JsonFormat = 1;
    private const int NanosecondsInMicrosecond = 1000;

    // PostgreSQL counts time from here.
    private static readonly LocalDate Epoch = new(2000, 1, 1);
    private static readonly Instant EpochInstant = Epoch.AtMidnight().InUtc().ToInstant();

    public void Id(Guid value) => value.TryWriteBytes(copy.Column(GuidBytes), bigEndian: true, out _);

    public void Id(Guid? value)
    {
        if (value is { } v) Id(v);
        else copy.NullColumn();
    }

    /// <summary>A hash of 128 bits, in a column of type uuid.</summary>
    public void Hash(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(copy.Column(GuidBytes), value);

    public void Text(string? value)
    {
        if (value is null) copy.NullColumn();
        else copy.TextColumn(value);
    }

    public void Int(int value) => BinaryPrimitives.WriteInt32BigEndian(copy.Column(sizeof(int)), value);

    public void Int(int? value)
    {
        if (value is { } v) Int(v);
        else copy.NullColumn();
    }

    public void Long(long value) => BinaryPrimitives.WriteInt64BigEndian(copy.Column(sizeof(long)), value);

    public void Long(long? value)
    {
        if (value is { } v) Long(v);
        else copy.NullColumn();
    }

    public void Money(Money value) => Long(value.Dong);

    public void Flag(bool value) => copy.Column(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>To the microsecond, which is as far as the column goes; what is smaller is cut off.</summary>
    public void At(Instant value)
    {
        var since = value - EpochInstant;
        Long(checked((since.Days * (NodaConstants.NanosecondsPerDay / NanosecondsInMicrosecond))
            + (since.NanosecondOfDay / NanosecondsInMicrosecond)));
    }

    public void Date(LocalDate value) => Int(Period.DaysBetween(Epoch, value));

    public void Date(LocalDate? value)
    {
        if (value is { } v) Date(v);
        else copy.NullColumn();
    }

    /// <summary>A month is stored as its first day, so that ranges and order are plain date arithmetic.</summary>
    public void Month(YearMonth value) => Date(value.OnDayOfMonth(1));

    public void Month(YearMonth? value)
    {
        if (value is { } v) Month(v);
        else copy.NullColumn();
    }

    public void Texts(string[] value)
    {
        var texts = value.Sum(t => sizeof(int) + Encoding.UTF8.GetByteCount(t));
        var header = (value.Length == 0 ? 3 : 5) * sizeof(int);
        var room = copy.Column(header + texts);
        Next(ref room, value.Length == 0 ? 0 : 1);
        Next(ref room, 0);
        Next(ref room, TextType);
        if (value.Length == 0) return;
        Next(ref room, value.Length);
        Next(ref room, 1);
        foreach (var text in value)
        {
            var bytes = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
            Next(ref room, bytes);
            room = room[bytes..];
        }
    }

    public void TextsOrNull(string[]? value)
    {
        if (value is null) copy.NullColumn();
        else Texts(value);
    }

    public void Bytes(byte[] value) => value.CopyTo(copy.Column(value.Length));

    /// <summary>A <c>jsonb</c> column from its text in UTF-8.</summary>
    public void Json(byte[] utf8)
    {
        var room = copy.Column(1 + utf8.Length);
        room[0] = JsonFormat;
        utf8.CopyTo(room[1..]);
    }

    private static void Next(ref Span<byte> room, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(room, value);
        room = room[sizeof(int)..];
    }
}
