using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Divides a line among the budgets that bear it (nguồn kinh phí): what the province adds goes to its own source, the
/// rest by the programme's shares. A remainder of đồng stays with the first source, so the parts add up exactly.
/// </summary>
internal static class LineFunding
{
    public static IReadOnlyList<FundedPart> Of(DueGrid grid, int row, IReadOnlyList<MonthSpan> spans)
    {
        if (OnlySource(grid, row, spans) is { } source)
        {
            var total = 0L;
            foreach (var span in spans) total += span.Total.Dong;
            return total == 0 ? [] : [new FundedPart(source, new Money(total))];
        }

        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var span in spans)
        {
            for (var month = span.First; month <= span.Last; month = month.PlusMonths(1))
                Add(parts, grid, row, month, span.Monthly.Dong);
        }

        if (parts.Count == 0) return [];
        return [.. parts.Where(p => p.Value != 0).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new FundedPart(p.Key, new Money(p.Value)))];
    }

    // Nearly every line is borne whole by one budget.
    private static string? OnlySource(DueGrid grid, int row, IReadOnlyList<MonthSpan> spans)
    {
        string? source = null;
        foreach (var span in spans)
        {
            var last = grid.ColumnOf(DueGrid.Number(span.Last));
            for (var column = grid.ColumnOf(DueGrid.Number(span.First)); column <= last; column++)
            {
                if (grid.PieceAt(row, column).Group.OnlySource is not { } only) return null;
                if (grid.AnswerAt(row, column) is RateQuote { TopUp: not null }) return null;
                if (source is not null && source != only) return null;
                source = only;
            }
        }

        return source;
    }

    private static void Add(
        Dictionary<string, long> parts, DueGrid grid, int row, NodaTime.YearMonth month, long amount)
    {
        var column = grid.ColumnOf(DueGrid.Number(month));
        var (_, group, units) = grid.PieceAt(row, column);
        if (grid.AnswerAt(row, column) is RateQuote { TopUp: { } more } quote && quote.Total.IsPositive)
        {
            // A month paid in part is borne in the proportion of the whole month.
            var added = more.Amount.Dong * units * amount / Math.Max(quote.Total.Dong * units, 1);
            parts[more.Rule.Code] = parts.GetValueOrDefault(more.Rule.Code) + added;
            amount -= added;
        }

        var shares = group.SharesIn(month);
        var left = amount;
        for (var i = shares.Count - 1; i > 0; i--)
        {
            var part = amount * shares[i].Percent / 100;
            parts[shares[i].Source] = parts.GetValueOrDefault(shares[i].Source) + part;
            left -= part;
        }

        if (shares.Count > 0) parts[shares[0].Source] = parts.GetValueOrDefault(shares[0].Source) + left;
    }
}
