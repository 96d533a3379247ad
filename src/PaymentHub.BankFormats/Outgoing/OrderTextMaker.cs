using System.Globalization;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>Writes the texts of payments as a profile wants them and records what that changed.</summary>
internal sealed class OrderTextMaker(
    PaymentInstruction instruction, OutgoingProfile profile, List<TextAlteration> alterations)
{
    public Ordered Of(PaymentOrder order)
    {
        var remittance = order.Purpose == OrderPurpose.Advance ? profile.Remittance.Advance : profile.Remittance.Text;
        var texts = new OrderTexts(
            Name(order, "holder", order.Creditor?.Holder, ListField.Holder),
            Name(order, "personName", order.Cash?.FullName, ListField.PersonName),
            Name(order, "payee", order.Cash?.Payee, ListField.Payee),
            Recorded(
                order.EndToEndId, "remittance", Template.Fill(remittance, place => Value(order, place)),
                Within(profile.Remittance.Rule, ListField.Remittance)),
            order.Purpose == OrderPurpose.Benefit ? profile.BenefitPurpose : profile.FundPurpose);
        return new Ordered(order, texts);
    }

    public string Payer() => Recorded("", "payer", instruction.InitiatingParty, profile.Names);

    private string Name(PaymentOrder order, string field, string? name, ListField cell)
    {
        if (name is null) return "";
        var written = Recorded(order.EndToEndId, field, name, Within(profile.Names, cell));
        return written.Length > 0 ? written : throw new FileWriteException(
            $"{order.EndToEndId}/{field}", "Tên không còn ký tự nào mà ngân hàng nhận; sửa tên trong hồ sơ.",
            "Nothing of the name can be written for this bank; mend the name in the register.");
    }

    // A column of a list may be narrower than the rule for all texts.
    private TextRule Within(TextRule rule, ListField field)
    {
        if (profile.Version is not null || profile.List is null) return rule;
        var widths = profile.List.Columns.Where(c => c.Field == field).Select(c => c.Width ?? rule.Longest);
        return rule with { Longest = widths.Append(rule.Longest).Min() };
    }

    private string Recorded(string endToEndId, string field, string text, TextRule rule)
    {
        var written = BankText.Write(text, rule);
        if (!written.IsWhole)
            alterations.Add(new TextAlteration(endToEndId, field, written.Text, written.Cut, written.Replaced));
        return written.Text;
    }

    private string Value(PaymentOrder order, string place) => place switch
    {
        "endToEndId" => order.EndToEndId,
        "month" => instruction.Period.Month.ToString("00", CultureInfo.InvariantCulture),
        "year" => instruction.Period.Year.ToString("0000", CultureInfo.InvariantCulture),
        "coveredMessageId" => instruction.CoveredMessageId ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "No such place."),
    };
}
