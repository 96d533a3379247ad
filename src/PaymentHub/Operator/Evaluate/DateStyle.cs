using System.Globalization;
using NodaTime;

namespace PaymentHub.Operator.Evaluate;

/// <summary>How a column writes dates: the first of the known forms in which most of its values are dates.</summary>
internal sealed class DateStyle
{
    // Day before month where both would do, as Vietnamese files have it.
    private static readonly string[] Known =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "d.M.yyyy",
        "d/M/yy", "M/d/yy", "d-MMM-yyyy", "d MMM yyyy", "MMM d, yyyy", "MMM d yyyy", "d-MMM-yy", "d MMM yy",
        "d/MMM/yyyy", "MMMM d, yyyy", "d MMMM yyyy", "d.M.yy", "d-M-yy", "M-d-yy",
    ];

    private readonly string _format;

    private DateStyle(string format) => _format = format;

    public static DateStyle Of(IReadOnlyCollection<string> values)
    {
        var (best, most) = (Known[0], -1);
        foreach (var format in Known)
        {
            var count = values.Count(v => Parse(v, format) is not null);
            if (count > most) (best, most) = (format, count);
            if (most == values.Count) break;
        }

        return new DateStyle(best);
    }

    /// <summary>
    /// The date, a time of day left out; null where the value is none. A value in another form than its column is read
    /// where it cannot mean two days: by the name of its month, or with the year first.
    /// </summary>
    public LocalDate? Parse(string value) => Parse(value, _format)
        ?? Known.Where(IsPlain).Select(format => Parse(value, format)).FirstOrDefault(date => date is not null);

    private static bool IsPlain(string format) =>
        format.StartsWith("yyyy", StringComparison.Ordinal) || format.Contains("MMM", StringComparison.Ordinal);

    private static LocalDate? Parse(string value, string format)
    {
        var text = value.Trim();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && text.LastIndexOfAny([' ', 'T'], colon) is var time and > 0) text = text[..time];
        return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? LocalDate.FromDateTime(date)
            : null;
    }
}
