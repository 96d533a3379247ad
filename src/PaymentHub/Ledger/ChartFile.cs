using PaymentHub.Domain.Ledger;
using PaymentHub.Reference;

namespace PaymentHub.Ledger;

/// <summary>
/// The mapping to the public-sector chart, read once at start; an account without a row stops the start.
/// </summary>
public static class ChartFile
{
    /// <summary>Reads <c>chart-of-accounts.csv</c> from beside the program.</summary>
    /// <exception cref="ArgumentException">An account has no row, or two for the same.</exception>
    public static ChartOfAccounts Load(string? folder = null) => new(ReferenceData.Read(
        folder ?? ReferenceData.Folder, "chart-of-accounts.csv", r => new ChartRow(
            Enum.Parse<LedgerAccount>(r.GetString("account")), NullIfEmpty(r.GetString("programme")),
            NullIfEmpty(r.GetString("source")), new PublicAccount(
                r.GetString("public_code"), r.GetString("vi_name"), r.GetString("en_name"),
                r.GetString("off_balance") == "true", r.GetString("legal_basis"),
                r.GetString("verified") == "verified"))));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
