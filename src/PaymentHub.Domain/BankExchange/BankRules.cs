using System.Text.RegularExpressions;
using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The form of what is recorded of a bank; each objection names its field.</summary>
internal static partial class BankRules
{
    private const long MaxFee = 10_000_000;
    private const int MaxPerMillion = 100_000;
    private const int MaxVat = 20;
    private const int MaxFormats = 20;
    private const int MaxDesks = 20;
    private const int MaxAnswerHours = 240;
    private const int MaxKeyYears = 5;
    private const int LongestText = 140;
    private const int MaxPort = 65_535;

    public static Refusal? ObjectionTo(BankIdentity identity)
    {
        if (!IsText(identity.NameVi)) return Text(nameof(identity.NameVi));
        if (!IsText(identity.NameEn)) return Text(nameof(identity.NameEn));
        if (!Bic().IsMatch(identity.Bic ?? ""))
            return new BankDataUnfit(nameof(identity.Bic), "BIC có 8 hoặc 11 ký tự.", "a BIC has 8 or 11 characters.");
        return Bin().IsMatch(identity.NapasBin ?? "")
            ? null
            : new BankDataUnfit(nameof(identity.NapasBin), "mã NAPAS có 6 chữ số.", "a NAPAS number has 6 digits.");
    }

    public static Refusal? ObjectionTo(BankTerms terms)
    {
        if (!IsText(terms.Profile)) return Text(nameof(terms.Profile));
        if (!AreFormats(terms.FormatsOut)) return Formats(nameof(terms.FormatsOut));
        if (!AreFormats(terms.FormatsIn)) return Formats(nameof(terms.FormatsIn));
        if (terms.PaymentsPerFile is < 1)
            return new BankDataUnfit(nameof(terms.PaymentsPerFile), "phải lớn hơn 0.", "must be at least 1.");
        if (terms.SumPerFile is < 1)
            return new BankDataUnfit(nameof(terms.SumPerFile), "phải lớn hơn 0.", "must be at least 1 đồng.");
        return terms.AnswerHours is >= 1 and <= MaxAnswerHours && terms.Holidays is not null
            ? null
            : new BankDataUnfit(nameof(terms.AnswerHours), "từ 1 đến 240 giờ.", "1 to 240 hours.");
    }

    public static Refusal? ObjectionTo(BankDesk[] desks)
    {
        if (desks is not { Length: <= MaxDesks })
            return new BankDataUnfit("Desks", "nhiều nhất 20 đầu mối.", "at most 20 desks.");
        foreach (var desk in desks)
        {
            if (!IsText(desk.Duty)) return Text(nameof(desk.Duty));
            if (!Mail().IsMatch(desk.Mail ?? ""))
                return new BankDataUnfit(nameof(desk.Mail), "không phải địa chỉ thư.", "is no mail address.");
            if (!Telephone().IsMatch(desk.Telephone ?? ""))
                return new BankDataUnfit(nameof(desk.Telephone), "không phải số điện thoại.", "is no such number.");
        }

        return null;
    }

    public static Refusal? ObjectionTo(GuardedChange change, LocalDate today) => change switch
    {
        _ when Parts(change) != 1 => new BankDataUnfit(
            "Change", "mỗi đề nghị đúng một thay đổi.", "one change in each proposal."),
        { Account: { } a } => !Account().IsMatch(a.Number ?? "")
            ? new BankDataUnfit(nameof(a.Number), "số tài khoản gồm 6–34 chữ, số.", "6 to 34 letters or digits.")
            : IsText(a.Holder) ? null : Text(nameof(a.Holder)),
        { Channel: { } c } => ObjectionTo(c),
        { Key: { } k } => ObjectionTo(k, today),
        { Fees: { } f } => ObjectionTo(f),
        _ => null,
    };

    private static BankDataUnfit? ObjectionTo(BankChannel channel)
    {
        if (channel.Kind is not (ChannelKind.Sftp or ChannelKind.Folder)) return null;
        if (!IsFolder(channel.Drop)) return Folder(nameof(channel.Drop));
        if (!IsFolder(channel.Pickup) || channel.Pickup == channel.Drop) return Folder(nameof(channel.Pickup));
        if (channel.Kind == ChannelKind.Folder) return null;
        if (!Host().IsMatch(channel.Host ?? "") || channel.Port is not (>= 1 and <= MaxPort))
            return new BankDataUnfit(nameof(channel.Host), "cần tên máy và cổng.", "a host and a port are needed.");
        if (!Host().IsMatch(channel.User ?? "")) return Text(nameof(channel.User));
        return HostKey().IsMatch(channel.HostKey ?? "")
            ? null
            : new BankDataUnfit(
                nameof(channel.HostKey), "dấu vân tay khóa máy chủ có dạng SHA256:…", "a host key is SHA256:…");
    }

    private static BankDataUnfit? ObjectionTo(BankKey key, LocalDate today)
    {
        if (!Fingerprint().IsMatch(key.Fingerprint ?? ""))
            return new BankDataUnfit(nameof(key.Fingerprint), "64 chữ số hệ 16.", "64 hexadecimal digits.");
        if (!IsText(key.Subject)) return Text(nameof(key.Subject));
        if ((key.Use == KeyUse.ApiSecret) != (key.PublicKey is null))
            return new BankDataUnfit(nameof(key.PublicKey), "cần khóa công khai.", "the public key is needed.");
        return key.Until >= key.From && key.Until >= today && key.Until < key.From.PlusYears(MaxKeyYears)
            ? null
            : new BankDataUnfit(
                nameof(key.Until), "hiệu lực nhiều nhất 5 năm và chưa hết hạn.", "at most 5 years and not over yet.");
    }

    private static BankDataUnfit? ObjectionTo(FeeSchedule fees)
    {
        if (fees.Fixed is < 0 or > MaxFee || fees.Least is < 0 or > MaxFee)
            return new BankDataUnfit(nameof(fees.Fixed), "phí từ 0 đến 10.000.000 đồng.", "0 to 10,000,000 đồng.");
        if (fees.PerMillion is < 0 or > MaxPerMillion)
            return new BankDataUnfit(nameof(fees.PerMillion), "tỷ lệ từ 0 đến 10 %.", "0 to 10 percent.");
        if (fees.Most is { } most && (most < fees.Least || most > MaxFee))
            return new BankDataUnfit(
                nameof(fees.Most), "mức cao nhất không dưới mức thấp nhất và không quá 10.000.000 đồng.",
                "not below the least and at most 10,000,000 đồng.");
        return fees.VatPercent is >= 0 and <= MaxVat
            ? null
            : new BankDataUnfit(nameof(fees.VatPercent), "thuế GTGT từ 0 đến 20 %.", "0 to 20 percent.");
    }

    private static int Parts(GuardedChange change) => (change.Account is null ? 0 : 1)
        + (change.Channel is null ? 0 : 1) + (change.ChannelEnd is null ? 0 : 1) + (change.Key is null ? 0 : 1)
        + (change.Fees is null ? 0 : 1) + (change.GoesLive ? 1 : 0);

    private static bool IsText(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText && !text.Any(char.IsControl);

    private static bool AreFormats(string[]? formats) =>
        formats is { Length: >= 1 and <= MaxFormats } && Array.TrueForAll(formats, f => Format().IsMatch(f ?? ""))
        && formats.Distinct(StringComparer.Ordinal).Count() == formats.Length;

    // One's own folders only: no absolute path, no way up, nothing that a shell would read.
    private static bool IsFolder(string? name) => FolderName().IsMatch(name ?? "");

    private static BankDataUnfit Text(string field) =>
        new(field, "cần 1–140 ký tự.", "1 to 140 characters are needed.");

    private static BankDataUnfit Formats(string field) =>
        new(field, "cần 1–20 định dạng khác nhau.", "1 to 20 different formats are needed.");

    private static BankDataUnfit Folder(string field) =>
        new(field, "cần một thư mục tương đối, khác thư mục kia.", "a relative folder of its own is needed.");

    [GeneratedRegex("^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$")]
    private static partial Regex Bic();

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex Bin();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{1,39}$")]
    private static partial Regex Format();

    [GeneratedRegex(@"^[^\s@]{1,64}@[^\s@]{1,100}$")]
    private static partial Regex Mail();

    [GeneratedRegex(@"^\+?[0-9 ().-]{6,25}$")]
    private static partial Regex Telephone();

    [GeneratedRegex("^[A-Za-z0-9]{6,34}$")]
    private static partial Regex Account();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Host();

    [GeneratedRegex("^SHA256:[A-Za-z0-9+/]{43}$")]
    private static partial Regex HostKey();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,4}$")]
    private static partial Regex FolderName();
}
