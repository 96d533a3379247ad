using System.Globalization;

namespace PaymentHub.Domain.Misuse;

/// <summary>
/// Money that left our account without an instruction that says so: no instruction at all, another amount, another
/// account, or an instruction that was already debited once.
/// </summary>
public static class BankLineNotInstructed
{
    private enum Difference
    {
        None,
        NeverInstructed,
        OtherAmount,
        OtherAccount,
        DebitedAgain,
    }

    /// <summary>One finding per debit; the bank's own reference makes it the same finding in every statement.</summary>
    public static IReadOnlyList<MisuseFinding> Detect(
        IEnumerable<BankDebit> debits, IEnumerable<InstructedPayment> instructed)
    {
        var byId = instructed.ToDictionary(p => p.EndToEndId, StringComparer.Ordinal);
        var findings = new List<MisuseFinding>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var debit in InOrder(debits))
        {
            var payment = debit.EndToEndId is { } id ? byId.GetValueOrDefault(id) : null;
            var difference = Compare(debit, payment);
            if (difference == Difference.None && !used.Add(payment!.EndToEndId)) difference = Difference.DebitedAgain;
            if (difference != Difference.None) findings.Add(FindingOf(debit, payment, difference));
        }

        return [.. findings.OrderBy(f => f.Key)];
    }

    /// <summary>The order of booking decides which of two agreeing debits is the one too many.</summary>
    private static IEnumerable<BankDebit> InOrder(IEnumerable<BankDebit> debits) =>
        debits.DistinctBy(d => (d.Institution, d.BankReference))
            .OrderBy(d => d.BookedOn)
            .ThenBy(d => d.Institution, StringComparer.Ordinal)
            .ThenBy(d => d.BankReference, StringComparer.Ordinal);

    private static Difference Compare(BankDebit debit, InstructedPayment? payment)
    {
        if (payment is null) return Difference.NeverInstructed;
        if (IsOtherAccount(debit.Account, payment.Account)) return Difference.OtherAccount;
        return debit.Amount == payment.Amount ? Difference.None : Difference.OtherAmount;
    }

    /// <summary>
    /// An account that either side does not state cannot contradict; blanks and dashes are the bank's printing.
    /// </summary>
    private static bool IsOtherAccount(string? booked, string? instructed) =>
        !string.IsNullOrWhiteSpace(booked) && !string.IsNullOrWhiteSpace(instructed)
        && !string.Equals(Plain(booked), Plain(instructed), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string account) => string.Concat(account.Where(char.IsLetterOrDigit));

    private static MisuseFinding FindingOf(BankDebit debit, InstructedPayment? payment, Difference difference)
    {
        var (vi, en) = Texts(difference);
        var day = debit.BookedOn.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var dayEn = debit.BookedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var evidence = new List<MisuseEvidence>
        {
            new(
                "debit:" + debit.BankReference,
                $"Bút toán ghi nợ {debit.BankReference} của {debit.Institution} ngày {day}: "
                + $"{debit.Amount} đ{To(debit, "đến")}.",
                $"Debit {debit.BankReference} at {debit.Institution} on {dayEn}: {debit.Amount} VND{To(debit, "to")}."),
        };
        if (payment is not null)
        {
            evidence.Add(new(
                "instructed:" + payment.EndToEndId,
                $"Lệnh {payment.EndToEndId} đã gửi: {payment.Amount} đ{To(payment, "đến")}.",
                $"Order {payment.EndToEndId} as instructed: {payment.Amount} VND{To(payment, "to")}."));
        }

        return new(
            Detectors.BankLineNotInstructed,
            Keys.GuidOf("misuse", Detectors.BankLineNotInstructed, debit.Institution, debit.BankReference),
            Detectors.Distinct(payment?.Dossiers ?? []),
            debit.EndToEndId is { Length: > 0 } id ? [id] : [],
            debit.Amount,
            [.. evidence],
            vi,
            en);
    }

    private static string To(BankDebit debit, string word) =>
        string.IsNullOrWhiteSpace(debit.Account) ? string.Empty : $" {word} {Detectors.Masked(debit.Account)}";

    private static string To(InstructedPayment payment, string word) =>
        string.IsNullOrWhiteSpace(payment.Account) ? string.Empty : $" {word} {Detectors.Masked(payment.Account)}";

    private static (string Vi, string En) Texts(Difference difference) => difference switch
    {
        Difference.OtherAmount => (
            "Ngân hàng ghi nợ số tiền khác với số tiền trong lệnh chi đã gửi.",
            "The bank debited another amount than the order states."),
        Difference.OtherAccount => (
            "Ngân hàng chuyển vào tài khoản khác với tài khoản trong lệnh chi đã gửi.",
            "The bank paid to another account than the order states."),
        Difference.DebitedAgain => (
            "Lệnh chi này đã được ghi nợ một lần; đây là lần ghi nợ thêm không có lệnh.",
            "The order was already debited once; this debit has no order of its own."),
        _ => (
            "Ngân hàng ghi nợ một khoản không có trong bất kỳ lệnh chi nào đã gửi.",
            "The bank debited a payment that none of our orders contains."),
    };
}
