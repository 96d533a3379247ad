using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.Reconciliation;

/// <summary>What a list of breaks is limited to; a null part does not limit.</summary>
/// <param name="Unresolved">Only what is not resolved yet, whoever has it.</param>
/// <param name="Owner">Who is to clear it; an empty text: nobody yet.</param>
/// <param name="ValueDate">One day, where the breaks of one incident are asked for.</param>
/// <param name="IsLate">Only what is past its day and not resolved.</param>
public sealed record BreakFilter(
    YearMonth? Period = null, BreakKind? Kind = null, string? Institution = null, Guid? FileId = null,
    BreakStatus? Status = null, bool Unresolved = false, string? Owner = null, LocalDate? ValueDate = null,
    bool IsLate = false, Guid? BreakId = null);

/// <summary>By what a list of breaks is ordered.</summary>
public static class BreakOrder
{
    /// <summary>The keys; each may stand with a minus before it for the other direction.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["date"] = "value_date",
        ["due"] = "due",
        ["amount"] = "amount",
        ["kind"] = "kind",
        ["owner"] = "owner",
        ["institution"] = "institution",
    };

    /// <summary>The order as SQL; what names no key is the order of value dates. Only constants enter it.</summary>
    public static string SqlOf(string? sort)
    {
        var isDown = sort?.StartsWith('-') == true;
        var column = Columns.GetValueOrDefault((isDown ? sort![1..] : sort) ?? "date", "value_date");
        return $"{column} {(isDown ? "desc" : "asc")} nulls last, value_date, bank_reference, version, item";
    }
}
