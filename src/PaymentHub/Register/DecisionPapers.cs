using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// What a row of a list of decisions says about its paper. The cause is a code of the catalogue, or its words in either
/// language; where the row names no legal basis the catalogue's stands, and a decision without cause rests on its own
/// number.
/// </summary>
internal sealed class DecisionPapers(ProgrammeRules rules, DecisionRecord row)
{
    private readonly RuleRow? _cause = rules.CauseOf(row.Cause.Length > 0 ? row.Cause : row.Reason)
        ?? rules.CauseNamed(row.Reason);

    /// <summary>The code of the cause; what the row says where the catalogue has none, for the refusal.</summary>
    public string Cause => _cause?.Code ?? (row.Cause.Length > 0 ? row.Cause : row.Reason);

    public DecisionPaper Paper => new(
        row.DecisionNumber, row.Signer, row.SignedOn,
        row.LegalBasis.Length > 0 ? row.LegalBasis : _cause?.LegalBasis ?? $"Quyết định số {row.DecisionNumber}");
}
