using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;

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
        BreakKind.UnknownReturn => "UNKNOWN_RETURN",
        BreakKind.DebitOfRefused => "DEBIT_OF_REFUSED",
        BreakKind.MatchUndone => "MATCH_UNDONE",
        BreakKind.ReturnReversed => "RETURN_REVERSED",
        BreakKind.AnswerContradicted => "ANSWER_CONTRADICTED",
        BreakKind.EntryWithdrawn => "ENTRY_WITHDRAWN",
        _ => "AMBIGUOUS",
    };

    /// <summary>The kind that the API's word names, or null for any other word.</summary>
    public static BreakKind? KindOf(string? code) =>
        Enum.GetValues<BreakKind>().Where(k => CodeOf(k) == code).Select(k => (BreakKind?)k).FirstOrDefault();

    /// <summary>The status that the API's word names, or null for any other word.</summary>
    public static BreakStatus? StatusOf(string? code) =>
        Enum.GetValues<BreakStatus>().Where(s => s.ToString() == code).Select(s => (BreakStatus?)s).FirstOrDefault();

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
        BreakKind.UnknownReturn => (
            "Ngân hàng báo trả lại nhưng không có khoản chi nào còn tiền để trả lại. Hỏi ngân hàng lệnh gốc.",
            "The bank says money came back, but no payment has it to give back. Ask for the original order."),
        BreakKind.DebitOfRefused => (
            "Ngân hàng ghi nợ lệnh mà chính ngân hàng đã từ chối hoặc hủy. Yêu cầu hoàn tiền hoặc đính chính trả lời.",
            "The bank debited an order that it had rejected or cancelled. Claim it back or have the answer corrected."),
        BreakKind.ReturnReversed => (
            "Ngân hàng ghi nợ lại khoản đã trả lại. Hỏi ngân hàng người hưởng đã nhận tiền chưa, rồi nhận đảo trả lại "
                + "hoặc đòi hoàn tiền.",
            "The bank debited a payment again that had come back. Ask whether the payee has the money; then accept the "
                + "reversal or claim it back."),
        BreakKind.MatchUndone => (
            "Khớp cũ đã bị hủy. Giải thích lại khoản này bằng khoản chi đúng.",
            "The earlier match was taken back. Explain the entry by the right payment."),
        BreakKind.AnswerContradicted or BreakKind.EntryWithdrawn => NextWithBank(kind),
        _ => (
            "Nhiều khoản chi khớp như nhau; cần mã lệnh từ ngân hàng mới phân định được.",
            "Several payments fit equally; the bank's order reference is needed to decide."),
    };

    // What the bank said in two ways.
    private static (string Vi, string En) NextWithBank(BreakKind kind) => kind == BreakKind.AnswerContradicted
        ? (
            "Ngân hàng trả lời trái với điều đã ghi sổ. Hỏi ngân hàng trả lời nào đúng, rồi ghi quyết định; tiền chỉ "
                + "đổi khi ngân hàng ghi bút toán.",
            "The bank's answer contradicts what is recorded. Ask which one holds and record the decision; money moves "
                + "only by the bank's entries.")
        : (
            "Sổ phụ thay thế không còn bút toán này. Đối trừ với bút toán cũ đã hủy khớp.",
            "The statement that replaces an earlier one tells this entry no more. Offset it with the entry that was "
                + "taken back.");
}
