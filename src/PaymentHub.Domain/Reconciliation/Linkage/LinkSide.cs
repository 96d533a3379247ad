using NodaTime;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// One side's rows in the order of their contents, so that no result depends on the order in which they came, and
/// their fields as columns. A name or account that only one side has is read as part of that side's text.
/// </summary>
internal sealed class LinkSide
{
    public const int NoDay = int.MinValue;

    public LinkSide(
        IReadOnlyList<LinkRow> rows, bool otherHasName, bool otherHasAccount, List<string>?[]? cited = null,
        long unit = 1)
    {
        Unit = unit;
        var order = Enumerable.Range(0, rows.Count).ToArray();
        Array.Sort(order, (a, b) => Compare(rows[a], rows[b]));
        Rows = [.. order.Select(i => rows[i])];
        Days = [.. Rows.Select(r => r.Date is { } d ? DayOf(d) : NoDay)];
        Amounts = [.. Rows.Select(r => r.Amount is { } a ? Math.Abs(a) / unit : -1)];
        Signs = [.. Rows.Select(r => r.Amount is { } a ? Math.Sign(a) : 0)];
        Texts = new TokenColumn(
            Rows.Select(r => TextOf(r, otherHasName, otherHasAccount)),
            cited is null ? null : [.. order.Select(i => cited[i])]);
        Names = new TokenColumn(Rows.Select(r => otherHasName ? r.Name : null));
        Accounts = [.. Rows.Select(r => otherHasAccount ? AccountField.Normalised(r.Account) : "")];
    }

    public LinkRow[] Rows { get; }

    public int Count => Rows.Length;

    /// <summary>Days since 1970-01-01, or <see cref="NoDay"/>.</summary>
    public int[] Days { get; }

    /// <summary>What every amount of both files is a multiple of: the unit they are written in tells nothing.</summary>
    public long Unit { get; }

    /// <summary>Amounts without sign in <see cref="Unit"/>s; -1 where unknown.</summary>
    public long[] Amounts { get; }

    public int[] Signs { get; }

    public TokenColumn Texts { get; }

    public TokenColumn Names { get; }

    public string[] Accounts { get; }

    /// <summary>The greatest common divisor of all amounts.</summary>
    public static long UnitOf(IEnumerable<LinkRow> rows)
    {
        var unit = 0L;
        foreach (var row in rows)
        {
            for (var rest = Math.Abs(row.Amount ?? 0); rest != 0;) (unit, rest) = (rest, unit % rest);
        }

        return Math.Max(1, unit);
    }

    private static int DayOf(LocalDate date) => Period.DaysBetween(new LocalDate(1970, 1, 1), date);

    private static string TextOf(LinkRow row, bool otherHasName, bool otherHasAccount)
    {
        var name = otherHasName ? null : row.Name;
        var account = otherHasAccount ? null : row.Account;
        return name is null && account is null ? row.Text ?? "" : $"{row.Text} {name} {account}";
    }

    private static int Compare(LinkRow a, LinkRow b)
    {
        var order = Nullable.Compare(a.Amount, b.Amount);
        if (order == 0) order = Nullable.Compare(a.Date, b.Date);
        if (order == 0) order = string.CompareOrdinal(a.Text, b.Text);
        if (order == 0) order = string.CompareOrdinal(a.Account, b.Account);
        if (order == 0) order = string.CompareOrdinal(a.Name, b.Name);
        return order == 0 ? string.CompareOrdinal(a.Id, b.Id) : order;
    }
}

/// <summary>A column of texts, each different set of tokens kept once.</summary>
internal sealed class TokenColumn
{
    /// <summary>Reads the values; a row may have more tokens than its value says.</summary>
    public TokenColumn(IEnumerable<string?> values, List<string>?[]? more = null)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var (of, texts, written) = (new List<int>(), new List<List<string>>(), new List<string>());
        foreach (var (said, row) in values.Select((v, i) => (v, i)))
        {
            var (value, tokens) = (said, Tokens.Of(said));
            if (more?[row] is { } extra)
            {
                tokens.InsertRange(0, extra.Distinct(StringComparer.Ordinal));
                value = $"{value} {string.Join(' ', extra)}";
            }

            if (tokens.Count == 0)
            {
                of.Add(-1);
                continue;
            }

            // Names may differ by their marks although their tokens do not, so a text is what was written.
            if (!known.TryGetValue(value!, out var index))
            {
                known.Add(value!, index = texts.Count);
                texts.Add(tokens);
                written.Add(value!);
            }

            of.Add(index);
        }

        (Of, Texts, Written) = ([.. of], [.. texts], [.. written]);
        Weights = new int[Texts.Length];
        foreach (var index in Of)
        {
            if (index >= 0) Weights[index]++;
        }
    }

    /// <summary>Tokens of all rows together.</summary>
    public int Length => Texts.Select((t, i) => t.Count * Weights[i]).Sum();

    /// <summary>For each row its text, or -1 for none.</summary>
    public int[] Of { get; }

    /// <summary>The tokens of each different text.</summary>
    public List<string>[] Texts { get; }

    /// <summary>The texts as they were first written.</summary>
    public string[] Written { get; }

    /// <summary>Rows with each text.</summary>
    public int[] Weights { get; }
}
