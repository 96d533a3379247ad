using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>How a general ledger writes a payment of a shape: in words, on the day it was booked, in full.</summary>
internal sealed class ShapedBooks(MatchingOptions options, MatchingShape shape)
{
    private readonly Draw draw = new(options.Seed, $"books-{options.Variant}");

    public MatchingRow Row(TrueEvent e, string id) => options.Variant switch
    {
        MatchingVariant.Bare => new MatchingRow(id, e.Date, e.Amount, "", "", ""),
        MatchingVariant.Sparse => new MatchingRow(id, e.Date, e.Amount, "", "", e.Party),
        _ => new MatchingRow(id, e.Date, e.Amount, Memo(e), "", ""),
    };

    private string Memo(TrueEvent e)
    {
        if (draw.Percent(shape.Silent.Books)) return draw.Percent(30) ? "" : e.Purpose;
        var memo = draw.Between(0, 6) switch
        {
            0 => $"{e.Party} - {e.Purpose} {e.Reference}",
            1 => $"{e.Purpose} {e.Reference} {e.Party}",
            2 => $"Payment to {e.Party} {e.Reference}",
            3 => $"{e.Reference} {e.Party}",
            4 => $"{e.Party} {e.Date.Month:00}/{e.Date.Year} {e.Reference}",
            5 => $"{e.Party}; {e.Purpose}",
            _ => $"{e.Party} {e.Reference}",
        };
        return string.Join(' ', memo.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
