namespace PaymentHub.Domain.Ledger;

/// <summary>
/// An account of the public-sector chart (hệ thống tài khoản kế toán hành chính, sự nghiệp). Off-balance accounts keep
/// budget estimates. <paramref name="IsVerified"/> is false where the circular's own text was not seen.
/// </summary>
public sealed record PublicAccount(
    string Code, string NameVi, string NameEn, bool IsOffBalance, string LegalBasis, bool IsVerified);

/// <summary>
/// One row of the mapping: our account, limited to a programme or a source of funds where they are not null.
/// </summary>
public sealed record ChartRow(LedgerAccount Account, string? Programme, string? Source, PublicAccount Public);

/// <summary>
/// Our accounts in the public-sector chart, by data. Each has a row that fits any programme and source; a narrower row
/// goes before it.
/// </summary>
public sealed class ChartOfAccounts
{
    private readonly Dictionary<(LedgerAccount, string?, string?), PublicAccount> _rows;

    /// <summary>Reads the mapping.</summary>
    /// <exception cref="ArgumentException">An account has no row for any programme and source, or two rows are for the
    /// same; the message names them all.</exception>
    public ChartOfAccounts(IReadOnlyList<ChartRow> rows)
    {
        string[] missing = [.. Enum.GetValues<LedgerAccount>()
            .Where(a => !rows.Any(r => r.Account == a && r.Programme is null && r.Source is null))
            .Select(a => $"{a} has no row")];
        string[] twice = [.. rows.GroupBy(r => (r.Account, r.Programme, r.Source)).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key.Account} {g.Key.Programme} {g.Key.Source} has {g.Count()} rows")];
        if (missing.Length + twice.Length > 0)
        {
            throw new ArgumentException(
                "chart-of-accounts.csv: " + string.Join("; ", missing.Concat(twice)), nameof(rows));
        }

        _rows = rows.ToDictionary(r => (r.Account, r.Programme, r.Source), r => r.Public);
    }

    /// <summary>The narrowest row that fits: programme and source, programme, source, any.</summary>
    public PublicAccount Of(LedgerAccount account, string? programme = null, string? source = null) =>
        _rows.GetValueOrDefault((account, programme, source))
        ?? _rows.GetValueOrDefault((account, programme, null))
        ?? _rows.GetValueOrDefault((account, null, source))
        ?? _rows[(account, null, null)];
}
