using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>
/// Which words a payment may carry into a bank. A remittance text and a file name are read by clerks, by whoever sees
/// the payee's statement, and by every bank between; the law keeps health (HIV, disability) from all of them. So the
/// words of these are a closed list, and texts of a layout, which say nothing of one person, must not name an illness
/// or a group all the same.
/// </summary>
public static class PaymentWords
{
    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "AN", "SINH", "XA", "HOI", "CHI", "TRA", "CHITRA", "KY", "T", "THANG", "NAM", "TAM", "UNG", "DANH", "SACH",
        "DS", "LO", "LENH", "MA", "SO", "QN", "QUANG", "NGAI", "TINH", "TAI", "CHINH", "PAIN001", "PAYLIST", "PAYMENT",
        "BATCH", "XML", "CSV", "XLSX", "TXT", "DAT",
    };

    private static readonly string[] Revealing =
    [
        "HIV", "AIDS", "KHUYET TAT", "TAN TAT", "TAM THAN", "BENH", "NHIEM", "CHAT DOC", "HOA HOC", "THUONG BINH",
        "THUONG TAT", "LIET SI", "MO COI", "NGHEO", "CO CONG", "KHANG CHIEN", "TU DAY", "DAN TOC", "DON THAN",
        "CAO TUOI", "NGUOI GIA", "HUU TRI", "TRO CAP", "BAO HIEM", "CHE DO", "DISAB", "ILL", "POOR", "VETERAN",
        "ORPHAN", "PENSION", "TCXH", "HTXH", "CSND", "CSTG", "NCC", "BHYT", "BHXH",
    ];

    private static readonly TextRule Folded = new(LetterForm.UpperUnmarked, CharacterSet.Ascii, int.MaxValue);

    /// <summary>
    /// The first word that a text for payees or a file name may not carry; null where all are allowed.
    /// </summary>
    /// <param name="text">The fixed part, its placeholders taken out.</param>
    public static string? Stranger(string text) =>
        Words(text).FirstOrDefault(word => !Allowed.Contains(word));

    /// <summary>What a text of a layout tells that it must not; null for nothing.</summary>
    public static string? Revealed(string text)
    {
        var folded = " " + string.Join(' ', Words(text)) + " ";
        return Array.Find(Revealing, word => folded.Contains(" " + word, StringComparison.Ordinal));
    }

    private static string[] Words(string text) => BankText.Write(text, Folded).Text.Split(
        [' ', '-', '_', '.', ',', '/', '(', ')', ':', ';'],
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
