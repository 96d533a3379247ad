using NodaTime;
using NodaTime.Text;

namespace PaymentHub.Web;

/// <summary>Days as a browser's date field sends them.</summary>
public static class FormDays
{
    /// <summary>The day, or null where the field is empty or holds none.</summary>
    public static LocalDate? Of(string? text) =>
        LocalDatePattern.Iso.Parse(text ?? "") is { Success: true } parsed ? parsed.Value : null;
}
