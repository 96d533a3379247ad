namespace PaymentHub.BankFormats.PostOffice;

/// <summary>
/// Danh sách chi trả: what the post office pays out in cash. Count and sum are declared, and the writer refuses a list
/// whose lines turn out otherwise.
/// </summary>
/// <param name="MessageId">Ours; names the file.</param>
/// <param name="Count">How many lines follow.</param>
/// <param name="TotalDong">Their sum in đồng.</param>
/// <param name="Lines">Enumerated once, in the order given; may be lazy.</param>
public sealed record PayList(string MessageId, int Count, long TotalDong, IEnumerable<PayListLine> Lines)
{
    /// <summary>The name the post office expects.</summary>
    public string FileName => $"PAYLIST-{MessageId}.csv";
}

/// <summary>
/// One hand-out of cash.
/// </summary>
/// <param name="OrderCode">Mã lệnh: the end-to-end id of the payment.</param>
/// <param name="DossierCode">Mã hồ sơ.</param>
/// <param name="FullName">Họ và tên of the entitled person.</param>
/// <param name="BirthYear">Năm sinh.</param>
/// <param name="CommuneCode">Mã xã, 5 digits.</param>
/// <param name="AmountDong">Whole đồng, at least 1.</param>
/// <param name="Payee">Người nhận: who may sign for the money.</param>
/// <param name="Content">Nội dung: what is paid, for the receipt.</param>
public sealed record PayListLine(
    string OrderCode, string DossierCode, string FullName, int BirthYear, string CommuneCode, long AmountDong,
    string Payee, string Content);
