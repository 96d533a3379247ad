using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>Limits of clearing breaks; rows of <c>reconciliation-limits.csv</c> and <c>break-rules.csv</c>.</summary>
/// <param name="SecondPersonFrom">From this amount on two people explain a break, in đồng.</param>
/// <param name="AttachmentBytes">The largest paper.</param>
/// <param name="DueDays">Days from the day of finding until a break of the kind should be cleared.</param>
public sealed record BreakRules(
    Money SecondPersonFrom, long AttachmentBytes, IReadOnlyDictionary<BreakKind, int> DueDays)
{
    /// <summary>The longest comment and the longest reason, in characters.</summary>
    public const int LongestText = 2_000;

    /// <summary>The shortest reason, in characters.</summary>
    public const int ShortestReason = 5;

    /// <summary>Papers that are taken: content type and how their bytes begin.</summary>
    public static readonly IReadOnlyList<(string ContentType, byte[] Begins)> Papers =
    [
        ("application/pdf", "%PDF-"u8.ToArray()),
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
    ];

    /// <summary>Why a paper is not taken.</summary>
    public AttachmentRefused RefusedPaper =>
        new(AttachmentBytes, string.Join(", ", Papers.Select(p => p.ContentType)));

    /// <summary>The content type that the first bytes show, or null where it is none that is taken.</summary>
    public static string? PaperType(ReadOnlySpan<byte> bytes)
    {
        foreach (var (type, begins) in Papers)
        {
            if (bytes.StartsWith(begins)) return type;
        }

        return null;
    }

    /// <summary>True where a reason says too little or too much.</summary>
    public static bool IsMissing(string? reason) =>
        (reason?.Trim().Length ?? 0) is < ShortestReason or > LongestText;
}
