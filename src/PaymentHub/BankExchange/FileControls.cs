using PaymentHub.BankExchange.Partners;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;

namespace PaymentHub.BankExchange;

/// <summary>
/// What was agreed with the sender and what the ledger demand beyond a good reading: a type that this sender may send,
/// one kind of message in a package, and a day for everything that is posted.
/// </summary>
internal static class FileControls
{
    public static IEnumerable<FileFinding> Check(
        Inspection found, BankFileFormat format, Institution sender, IReadOnlyList<string> sends, bool hasUndated)
    {
        // A file that could not be read says nothing of its type.
        if (found.Outcome.Verdict == Verdict.Reject) yield break;
        var type = XmlSafe(found.Format);
        if (found.Format == "ZIP")
        {
            yield return Refused(
                "Gói nén chứa nhiều loại tệp; hãy gửi mỗi loại một gói.",
                "The package holds several kinds of files; send one kind a package.");
        }
        else if (format == BankFileFormat.Unsupported)
        {
            yield return Refused(
                $"Loại {type} không phải là tệp đơn vị chi trả gửi về.",
                $"{type} is not what an institution sends.");
        }
        else if (!sends.Any(s => IsOf(s, found.Format, format)))
        {
            var allowed = string.Join(", ", sends);
            yield return Refused(
                $"Thỏa thuận kết nối với {sender.Code} không có loại {type}; chỉ nhận: {allowed}.",
                $"What was agreed with {sender.Code} does not list {type}; it sends: {allowed}.");
        }

        if (hasUndated && format is (BankFileFormat.Statement or BankFileFormat.Notification))
        {
            yield return new FileFinding(
                0, "", FileReason.BadDate, "Có bút toán không ghi ngày hạch toán và ngày giá trị.",
                "An entry has neither a booking nor a value date.");
        }
    }

    private static bool IsOf(string agreed, string type, BankFileFormat format) =>
        type.StartsWith(agreed, StringComparison.OrdinalIgnoreCase)
        || (agreed == AgreedTypes.CashReport && format == BankFileFormat.CashReport);

    private static FileFinding Refused(string vietnamese, string english) =>
        new(0, "", FileReason.UnsupportedType, vietnamese, english);

    private static string XmlSafe(string type) => string.Concat(type.Where(c => !char.IsControl(c)).Take(40));
}
