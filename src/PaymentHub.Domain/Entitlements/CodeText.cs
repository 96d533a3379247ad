using System.Buffers;
using System.Globalization;
using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Writes the code of an explanation into room on the stack; a plan writes a million of them. Only an unusually long
/// code borrows more room, which <see cref="Finish"/> gives back.
/// </summary>
internal ref struct CodeText(Span<char> room)
{
    private Span<char> _room = room;
    private char[]? _borrowed;
    private int _length;

    public void Append(scoped ReadOnlySpan<char> text)
    {
        if (text.Length > _room.Length - _length) Grow(text.Length);
        text.CopyTo(_room[_length..]);
        _length += text.Length;
    }

    public void Append(long number)
    {
        const int most = 20;
        if (_room.Length - _length < most) Grow(most);
        number.TryFormat(_room[_length..], out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>A month as 2026-11.</summary>
    public void Append(YearMonth month)
    {
        var (year, number) = (month.Year, month.Month);
        if (MonthTexts.Find(year, number) is { } text)
        {
            Append(text);
            return;
        }

        Append(year);
        AppendTwo(number);
    }

    /// <summary>A date as 2026-11-05.</summary>
    public void Append(LocalDate date)
    {
        Append(date.ToYearMonth());
        AppendTwo(date.Day);
    }

    /// <summary>A hyphen and two digits.</summary>
    private void AppendTwo(int number)
    {
        const int length = 3;
        if (_room.Length - _length < length) Grow(length);
        var room = _room.Slice(_length, length);
        (room[2], room[1], room[0]) = ((char)('0' + (number % 10)), (char)('0' + (number / 10)), '-');
        _length += length;
    }

    /// <summary>Two months as 2026-07..2026-10.</summary>
    public void Append(YearMonth first, YearMonth last)
    {
        Append(first);
        Append("..");
        Append(last);
    }

    /// <summary>The whole code; nothing may be written afterwards.</summary>
    public readonly string Finish()
    {
        var text = new string(_room[.._length]);
        if (_borrowed is not null) ArrayPool<char>.Shared.Return(_borrowed);
        return text;
    }

    private void Grow(int needed)
    {
        var more = ArrayPool<char>.Shared.Rent(Math.Max(_room.Length * 2, _length + needed));
        _room[.._length].CopyTo(more);
        if (_borrowed is not null) ArrayPool<char>.Shared.Return(_borrowed);
        _room = _borrowed = more;
    }
}

/// <summary>The months of living people's histories as 2026-11, written once.</summary>
internal static class MonthTexts
{
    private const int First = 2000 * 12;
    private const int Count = 50 * 12;

    private static readonly string[] Texts = [.. Enumerable.Range(First, Count).Select(
        n => string.Create(CultureInfo.InvariantCulture, $"{n / 12}-{(n % 12) + 1:00}"))];

    /// <summary>The text of a month, or null for one that is written as it comes.</summary>
    public static string? Find(int year, int month)
    {
        var (slot, texts) = (unchecked((uint)((year * 12) + month - 1 - First)), Texts);
        return slot < (uint)texts.Length ? texts[slot] : null;
    }
}
