using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;

namespace PaymentHub.Web;

/// <summary>
/// Names of programmes from the catalogue, in the language of the request. They are neutral: no name of a programme
/// says to which group of people somebody belongs.
/// </summary>
public sealed class ProgrammeNames(RateBooks books)
{
    /// <summary>All programmes in the order of their codes.</summary>
    public IReadOnlyList<AreaName> All =>
    [
        .. Rows().OrderBy(r => r.Programme, StringComparer.Ordinal)
            .Select(r => new AreaName(r.Programme, Shown.Text(r.TextVi, r.TextEn))),
    ];

    /// <summary>The name; the code itself where the catalogue has none.</summary>
    public string Of(string programme) =>
        Rows().FirstOrDefault(r => r.Programme == programme) is { } row
            ? Shown.Text(row.TextVi, row.TextEn)
            : programme;

    /// <summary>The Vietnamese name, for documents.</summary>
    public string Vietnamese(string programme) =>
        Rows().FirstOrDefault(r => r.Programme == programme)?.TextVi ?? programme;

    private IEnumerable<RuleRow> Rows() => books.Tables.SelectMany(t => t.Rules).Select(r => r.Row)
        .Where(r => r.Kind == RuleKind.Programme && r.Group.Length == 0)
        .GroupBy(r => r.Programme).Select(g => g.MaxBy(r => r.AppliesFrom)!);
}
