using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>
/// A question to the ledger: what was booked with a value date up to <see cref="ValueDate"/>, as it was known at
/// <see cref="KnownAt"/>, divided along the dimensions of <see cref="By"/>. Null limits nothing.
/// </summary>
public sealed record BalanceQuery(IReadOnlyList<string> By)
{
    /// <summary>Dimension → its expression over a posting and its batch.</summary>
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["account"] = "p.account",
        ["subAccount"] = "p.sub_account",
        ["commune"] = $"coalesce(b.commune, {OfFund(1)})",
        ["programme"] = $"coalesce(b.programme, {OfFund(2)})",
        ["institution"] = "b.institution",
        ["source"] = "coalesce(p.source, b.source)",
        ["month"] = "to_char(b.period, 'YYYY-MM')",
        ["year"] = $"coalesce(to_char(b.period, 'YYYY'), {OfFund(4)})",
        ["booked"] = "to_char(p.booked_on, 'YYYY-MM')",
    };

    /// <summary>Dimension → its expression over the balances that are kept, where these have it.</summary>
    private static readonly Dictionary<string, string> Kept = new()
    {
        ["account"] = "p.account",
        ["programme"] = "coalesce(p.programme, p.fund_programme)",
        ["institution"] = "p.institution",
        ["source"] = "p.source",
        ["month"] = "to_char(p.month, 'YYYY-MM')",
        ["year"] = "coalesce(to_char(p.month, 'YYYY'), p.fund_year)",
        ["booked"] = "to_char(p.booked, 'YYYY-MM')",
    };

    /// <summary>The dimensions, in the order in which columns are shown.</summary>
    public static IReadOnlyList<string> Dimensions { get; } = [.. Columns.Keys];

    /// <summary>Value dates up to this day.</summary>
    public LocalDate? ValueDate { get; init; }

    /// <summary>What had happened, for us, by this moment.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>Value of a dimension → only postings that have it.</summary>
    public IReadOnlyDictionary<string, string> Only { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Reads a question as the address states it; null where a day, moment, account or dimension is none.
    /// </summary>
    public static BalanceQuery? Read(string? by, string? valueDate, string? knownAt, string? account)
    {
        string[] dimensions = [.. (by ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Where(d => d.Length > 0).DefaultIfEmpty("account").Distinct()];
        var day = string.IsNullOrEmpty(valueDate) ? null : LocalDatePattern.Iso.Parse(valueDate);
        var moment = string.IsNullOrEmpty(knownAt) ? null : OffsetDateTimePattern.ExtendedIso.Parse(knownAt);
        var isAccount = string.IsNullOrEmpty(account) || Enum.TryParse<LedgerAccount>(account, out _);
        if (!isAccount || day is { Success: false } || moment is { Success: false }
            || dimensions.Any(d => !Columns.ContainsKey(d)))
        {
            return null;
        }

        return new BalanceQuery(dimensions)
        {
            ValueDate = day?.Value,
            KnownAt = moment?.Value.ToInstant(),
            Only = string.IsNullOrEmpty(account)
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["account"] = account },
        };
    }

    /// <summary>The balances inside the user's scope, in the order of their dimensions.</summary>
    public async Task<List<Balance>> AskAsync(
        NpgsqlDataSource source, CurrentUser user, CancellationToken cancellation)
    {
        var communes = user.CommuneFilter(Permissions.LedgerView);
        await using var command = source.CreateCommand(IsKept(communes) ? KeptSql() : Sql());
        command.Parameters.Add(new() { Value = (object?)ValueDate ?? DBNull.Value, DataTypeName = "date" });
        command.Parameters.Add(new() { Value = (object?)KnownAt ?? DBNull.Value, DataTypeName = "timestamptz" });
        command.Parameters.Add(Parameter.Of(communes));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.LedgerView)));
        foreach (var value in Only.Values) command.Parameters.Add(Parameter.Of(value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Balance>();
        while (await reader.ReadAsync(cancellation)) found.Add(Row(reader));
        return found;
    }

    private Balance Row(NpgsqlDataReader r)
    {
        var of = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < By.Count; i++) of[By[i]] = r.IsDBNull(i) ? null : r.GetString(i);
        return new Balance(of, r.GetInt64(By.Count), r.GetInt64(By.Count + 1), r.GetInt64(By.Count + 2));
    }

    // What is asked of today and does not go below the province is added up from what is kept.
    private bool IsKept(string[]? communes) =>
        ValueDate is null && KnownAt is null && communes is null && By.Concat(Only.Keys).All(Kept.ContainsKey);

    private string KeptSql()
    {
        var columns = string.Join(", ", By.Select(d => Kept[d]));
        var numbers = string.Join(", ", Enumerable.Range(1, By.Count));
        var only = string.Concat(Only.Keys.Select((d, i) => $" and {Kept[d]} = ${i + 5}"));
        return $"""
            select {columns}, sum(p.debit)::bigint, sum(p.credit)::bigint, sum(p.debit - p.credit)::bigint
            from kept.balance p
            where $1::date is null and $2::timestamptz is null and $3::text[] is null
              and ($4::text[] is null or p.institution = any($4)){only}
            group by {numbers} having sum(p.debit) <> 0 or sum(p.credit) <> 0 order by {numbers}
            """;
    }

    private string Sql()
    {
        var columns = string.Join(", ", By.Select(d => Columns[d]));
        var numbers = string.Join(", ", Enumerable.Range(1, By.Count));
        var only = string.Concat(Only.Keys.Select((d, i) => $" and {Columns[d]} = ${i + 5}"));
        return $"""
            select {columns}, coalesce(sum(p.amount) filter (where p.amount > 0), 0)::bigint,
                   coalesce(-sum(p.amount) filter (where p.amount < 0), 0)::bigint, sum(p.amount)::bigint
            from hub.posting p left join hub.batch b on b.batch_id = p.batch_id
            where ($1::date is null or p.value_date <= $1) and ($2::timestamptz is null or p.at <= $2)
              and ($3::text[] is null or {Columns["commune"]} = any($3))
              and ($4::text[] is null or b.institution = any($4)){only}
            group by {numbers} order by {numbers}
            """;
    }

    // A fund's own account has its code as sub-account: commune/programme/source/year; the province's has no commune.
    private static string OfFund(int part) =>
        "case when p.account in ('Allotment', 'FundAvailable', 'Appropriation', 'Undistributed') "
            + $"then nullif(split_part(p.sub_account, '/', {part}), '') end";
}
