using NodaTime;
using NodaTime.Text;
using PaymentHub.Web;

namespace PaymentHub.Ledger;

/// <summary>The instant of which the ledger is asked, as addresses state it, and the answer where it is none.</summary>
internal static class KnownAtProblem
{
    public static IResult Result => Problems.BadRequest(
        "instant-invalid",
        "Thời điểm biết phải có dạng ISO 8601 kèm múi giờ, ví dụ 2026-12-01T03:00:00Z.",
        "Known at must be an instant in ISO 8601 with its offset, e.g. 2026-12-01T03:00:00Z.");

    /// <summary>Reads ISO 8601 with offset; an empty text is now (null).</summary>
    public static bool TryRead(string? text, out Instant? instant)
    {
        instant = null;
        if (string.IsNullOrEmpty(text)) return true;
        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (parsed.Success) instant = parsed.Value.ToInstant();
        return parsed.Success;
    }
}
