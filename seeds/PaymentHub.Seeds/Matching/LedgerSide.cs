using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>How our own books write a payment: in full words, on the day it was ordered, in the full amount.</summary>
internal sealed class LedgerSide(MatchingOptions options)
{
    private readonly Draw draw = new(options.Seed, $"ledger-{options.Variant}");

    public MatchingRow Row(TrueEvent e, string id)
    {
        var memo = draw.Between(0, 5) switch
        {
            0 => $"{e.Party} - {e.Purpose} {e.Reference}",
            1 => $"{e.Purpose} {e.Reference} {e.Party}",
            2 => $"Payment {e.Party} {e.Reference}",
            3 => $"{e.Reference} {e.Party}",
            4 => $"{e.Party}",
            _ => $"{e.Party} {e.Reference} {Month(e)} {e.Purpose}",
        };
        if (draw.PerMille(25)) memo = e.Purpose;
        if (options.Variant == MatchingVariant.Names) memo = $"Chi trợ cấp tháng {e.Date.Month:00} {e.Reference}";
        return new MatchingRow(id, e.Date, e.Amount, Tidy(memo), e.Account, e.Party);
    }

    private static string Month(TrueEvent e) => $"{e.Date.Month:00}/{e.Date.Year}";

    private static string Tidy(string memo) => string.Join(' ', memo.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
