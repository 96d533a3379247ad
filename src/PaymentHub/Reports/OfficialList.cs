using System.Globalization;
using NodaTime;
using PaymentHub.Storage;

namespace PaymentHub.Reports;

/// <summary>A column of a list: its title and its share of the width; numbers stand at the right.</summary>
public sealed record ListColumn(string Title, int Weight, bool IsNumber = false);

/// <summary>
/// A row that closes a list: its label over the first columns, then the cells from <paramref name="From"/> on.
/// </summary>
public sealed record ListTotal(string Label, int From, IReadOnlyList<string> Cells);

/// <summary>Who signs, and what stands under it, e.g. "(Ký, ghi rõ họ tên)".</summary>
public sealed record SignatureBox(string Title, string Hint);

/// <summary>
/// One official list (danh sách, bảng thanh toán): everything that is on paper, in Vietnamese, and nothing about how it
/// is drawn. Two lists that are equal give the same bytes; <see cref="MadeAt"/> is the moment of the data, not of the
/// printing.
/// </summary>
public sealed record OfficialList
{
    /// <summary>The name of the file without its ending: letters, digits and hyphens.</summary>
    public required string FileName { get; init; }

    /// <summary>The issuing authorities, the higher one first.</summary>
    public required IReadOnlyList<string> Agency { get; init; }

    public required string Title { get; init; }

    /// <summary>Lines under the title.</summary>
    public IReadOnlyList<string> Subtitle { get; init; } = [];

    public required IReadOnlyList<ListColumn> Columns { get; init; }

    public required IReadOnlyList<string[]> Rows { get; init; }

    public IReadOnlyList<ListTotal> Totals { get; init; } = [];

    /// <summary>Sentences under the table, e.g. the total in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<SignatureBox> Signatures { get; init; } = [];

    /// <summary>The place before the date that the signer fills in.</summary>
    public required string Place { get; init; }

    public required Instant MadeAt { get; init; }

    /// <summary>What the foot of every page says about the data; the moment of the data follows it.</summary>
    public required string Footer { get; init; }

    /// <summary>The foot with the moment of the data, in Vietnamese time.</summary>
    public string FooterAndMoment =>
        $"{Footer} {MadeAt.InZone(HubClock.Zone).ToString("HH:mm dd/MM/uuuu", CultureInfo.InvariantCulture)}";

    public bool IsLandscape { get; init; }
}
