using System.Buffers;
using NodaTime;

namespace PaymentHub.BankFormats.Pain001;

/// <summary>
/// What the schema and the banks' clearing demand of each value, checked before it is written: a refused file costs
/// nothing, a file refused by the bank costs a payday.
/// </summary>
internal static class Pain001Rules
{
    public const int LongestId = 16;
    public const int LongestName = 140;
    private const int LongestAccountHolder = 140;
    private const int LongestRemittance = 140;
    private const int LongestAccount = 34;
    private const int LongestReference = 35;
    private const int NapasMemberDigits = 6;

    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/.");

    private const long LargestSumDong = 999_999_999_999_999_999;

    public static void CheckFile(Pain001File file, Pain001Version version)
    {
        CheckId(file.MessageId, "MsgId", file.MessageId);
        CheckText(file.MessageId, "InitgPty/Nm", file.InitiatingParty, LongestName);
        if (file.Batches.Count == 0)
            throw new FileWriteException(file.MessageId, "Tệp không có lô nào.", "The file has no batch.");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in file.Batches)
        {
            CheckBatch(batch, version);
            if (!ids.Add(batch.PaymentInformationId))
                throw Fail(batch.PaymentInformationId, "PmtInfId", "Mã lô bị trùng trong tệp.",
                    "The batch id occurs twice.");
        }
    }

    public static void CheckPayment(Pain001Payment payment, Pain001Version version)
    {
        var at = payment.EndToEndId;
        CheckId(at, "EndToEndId", payment.EndToEndId);
        if (payment.AmountDong is < 1 or > LargestSumDong)
            throw Fail(at, "InstdAmt", "Số tiền phải lớn hơn 0.", "The amount must be at least 1 đồng.");
        if (!IsNapasMember(payment.CreditorAgent) && !IsBic(payment.CreditorAgent, version))
            throw Fail(at, "CdtrAgt", "Ngân hàng thụ hưởng phải là mã BIC hoặc mã NAPAS 6 chữ số.",
                "Neither a BIC nor a NAPAS number.");
        CheckText(at, "Cdtr/Nm", payment.CreditorName, LongestAccountHolder);
        CheckAccount(at, "CdtrAcct", payment.CreditorAccount);
        CheckCode(at, "Purp", payment.Purpose);
        if (payment.Remittance is { } remittance) CheckText(at, "RmtInf/Ustrd", remittance, LongestRemittance);
        if (payment.Reference is { } reference) CheckText(at, "RmtInf/Strd", reference, LongestReference);
    }

    public static bool IsNapasMember(string text) =>
        text.Length == NapasMemberDigits && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    public static FileWriteException Fail(string id, string element, string vietnamese, string english) =>
        new($"{id}/{element}", vietnamese, english);

    private static void CheckBatch(Pain001Batch batch, Pain001Version version)
    {
        var at = batch.PaymentInformationId;
        CheckId(at, "PmtInfId", at);
        CheckText(at, "Dbtr/Nm", batch.DebtorName, LongestName);
        CheckAccount(at, "DbtrAcct", batch.DebtorAccount);
        if (!IsBic(batch.DebtorBic, version)) throw Fail(at, "DbtrAgt", "Mã BIC không hợp lệ.", "Not a BIC.");
        if (batch.Count < 1) throw Fail(at, "NbOfTxs", "Lô không có khoản chi nào.", "The batch has no payment.");
        if (batch.ControlSum is < 1 or > LargestSumDong)
            throw Fail(at, "CtrlSum", "Tổng tiền của lô không hợp lệ.", "The batch sum is out of range.");
        if (batch.RequestedExecutionDate.Calendar != CalendarSystem.Iso)
            throw Fail(at, "ReqdExctnDt", "Ngày phải theo lịch ISO.", "The date must be of the ISO calendar.");
        CheckCode(at, "CtgyPurp", batch.CategoryPurpose);
    }

    // Letters, digits and the SWIFT punctuation that no bank strips; a slash at either end or doubled breaks MT
    // references.
    public static void CheckId(string at, string element, string id)
    {
        var good = id.Length is >= 1 and <= LongestId && !id.AsSpan().ContainsAnyExcept(IdCharacters)
            && id[0] != '/' && id[^1] != '/' && !id.Contains("//", StringComparison.Ordinal);
        if (!good)
            throw Fail(
                at, element, $"Mã phải có 1–{LongestId} ký tự chữ, số, «-», «/», «.».",
                $"An id has 1 to {LongestId} characters: letters, digits, '-', '/', '.'.");
    }

    private static void CheckAccount(string at, string element, string account)
    {
        if (account.Length is < 1 or > LongestAccount || account.AsSpan().ContainsAnyExcept(LettersAndDigits))
            throw Fail(
                at, element, $"Số tài khoản phải có 1–{LongestAccount} chữ số hoặc chữ cái.",
                $"An account number has 1 to {LongestAccount} letters or digits.");
    }

    private static void CheckCode(string at, string element, string? code)
    {
        if (code is null or Pain001Purpose.SocialSecurityBenefit or Pain001Purpose.GovernmentPayment) return;
        var allowed = string.Join(", ", Pain001Purpose.All);
        throw Fail(
            at, element, $"Mã mục đích chỉ được là {allowed}: mã khác để lộ chế độ của người nhận.",
            $"A purpose code is one of {allowed}: others reveal why the payee is paid.");
    }

    public static void CheckText(string at, string element, string text, int longest)
    {
        // Most texts are plain ASCII, one character a code unit.
        var length = text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? 0 : text.Length;
        foreach (var rune in length == 0 ? text.EnumerateRunes() : "".EnumerateRunes())
        {
            length++;
            if (System.Text.Rune.IsControl(rune) || rune.Value is 0xFFFD or 0xFFFE or 0xFFFF)
                throw Fail(at, element, "Có ký tự không được phép.", "A character that is not allowed.");
        }

        if (length < 1 || length > longest || text.AsSpan().Trim().Length != text.Length)
            throw Fail(
                at, element, $"Phải có 1–{longest} ký tự, không có khoảng trắng ở hai đầu.",
                $"1 to {longest} characters, no blanks at either end.");
    }

    // The pattern of .03 is narrower than that of the later versions (ISO 9362:2014 let digits into the first four).
    public static bool IsBic(string text, Pain001Version version) =>
        text.Length is 8 or 11
        && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
        && char.IsAsciiLetterUpper(text[4]) && char.IsAsciiLetterUpper(text[5])
        && (version != Pain001Version.V03
            || (text.AsSpan(0, 4).IndexOfAnyExceptInRange('A', 'Z') < 0
                && text[6] is not ('0' or '1') && text[7] != 'O'));
}
