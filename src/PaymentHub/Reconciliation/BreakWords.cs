using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Reconciliation;

/// <summary>The kinds of breaks in the API's words and in plain words with what to do next.</summary>
public static class BreakWords
{
    /// <summary>The kind as the API names it.</summary>
    public static string CodeOf(BreakKind kind) => kind switch
    {
        BreakKind.UnexplainedDebit => "UNEXPLAINED_DEBIT",
        BreakKind.UnexplainedCredit => "UNEXPLAINED_CREDIT",
        BreakKind.ExcessDebit => "EXCESS_DEBIT",
        BreakKind.SecondDebit => "SECOND_DEBIT",
        BreakKind.WrongAccount => "WRONG_ACCOUNT",
        _ => "AMBIGUOUS",
    };

    /// <summary>The kind that the API's word names, or null for any other word.</summary>
    public static BreakKind? KindOf(string? code) =>
        Enum.GetValues<BreakKind>().Where(k => CodeOf(k) == code).Select(k => (BreakKind?)k).FirstOrDefault();

    /// <summary>What happened and what to do next.</summary>
    public static (string Vi, string En) Next(BreakKind kind) => kind switch
    {
        BreakKind.UnexplainedDebit => (
            "Ngân hàng ghi nợ mà không có lệnh của ta. Yêu cầu ngân hàng giải trình.",
            "The bank debited without an order of ours. Ask the bank to explain."),
        BreakKind.UnexplainedCredit => (
            "Tiền vào không rõ nguồn. Hỏi ngân hàng người chuyển.",
            "Money of unknown origin came in. Ask the bank who sent it."),
        BreakKind.ExcessDebit => (
            "Ngân hàng ghi nợ nhiều hơn lệnh. Yêu cầu hoàn phần vượt.",
            "The bank debited more than ordered. Claim the excess back."),
        BreakKind.SecondDebit => (
            "Ngân hàng ghi nợ lần thứ hai cho cùng một lệnh. Yêu cầu hoàn tiền.",
            "The bank debited the same order twice. Claim it back."),
        BreakKind.WrongAccount => (
            "Tiền đi vào tài khoản khác tài khoản trong lệnh. Khoản chi vẫn đang chuyển; yêu cầu tra soát.",
            "The money went to another account than ordered. The payment stays in transit; start an enquiry."),
        _ => (
            "Nhiều khoản chi khớp như nhau; cần mã lệnh từ ngân hàng mới phân định được.",
            "Several payments fit equally; the bank's order reference is needed to decide."),
    };
}
