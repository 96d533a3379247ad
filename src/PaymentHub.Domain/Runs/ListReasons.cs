using PaymentHub.Domain.Entitlements;

namespace PaymentHub.Domain.Runs;

/// <summary>Reasons of a list beside those of the rules, and the words of both.</summary>
public static class ListReasons
{
    /// <summary>Another commune pays from this month on.</summary>
    public const string Moved = "Moved";

    /// <summary>The money goes to another account or payee.</summary>
    public const string AccountChanged = "AccountChanged";

    /// <summary>Entitled in the month before too, but only now on a list.</summary>
    public const string Listed = "Listed";

    /// <summary>
    /// Not on this list though the rules name no reason: paid together with an earlier month, or no payout.
    /// </summary>
    public const string NotListed = "NotListed";

    /// <summary>The amount of the month before was changed after its list was made.</summary>
    public const string Backdated = "Backdated";

    /// <summary>Earlier months are paid with this list.</summary>
    public const string Arrears = "Arrears";

    /// <summary>An amount owed once.</summary>
    public const string OneOff = "OneOff";

    /// <summary>A decision takes an over-payment off.</summary>
    public const string Recovery = "Recovery";

    /// <summary>What the month before had beside its own amount is not there any more.</summary>
    public const string OnceOnly = "OnceOnly";

    private static readonly Dictionary<string, (string Vi, string En)> Words = new(StringComparer.Ordinal)
    {
        [nameof(DifferenceReason.New)] = ("Mới hưởng", "New"),
        [nameof(DifferenceReason.Resumed)] = ("Hưởng lại sau tạm dừng", "Resumed"),
        [nameof(DifferenceReason.Ended)] = ("Thôi hưởng", "Ended"),
        [nameof(DifferenceReason.Suspended)] = ("Tạm dừng chi trả", "Suspended"),
        [nameof(DifferenceReason.Died)] = ("Đã chết", "Died"),
        [nameof(DifferenceReason.Age)] = ("Chuyển nhóm theo độ tuổi", "Age band"),
        [nameof(DifferenceReason.Adjusted)] = ("Điều chỉnh theo quyết định", "Adjusted by a decision"),
        [nameof(DifferenceReason.Rate)] = ("Thay đổi mức hưởng theo quy định", "Rate changed"),
        [nameof(DifferenceReason.Units)] = ("Thay đổi số suất", "Number of shares changed"),
        [nameof(DifferenceReason.Displaced)] = ("Hưởng chế độ cao hơn", "Displaced by a higher benefit"),
        [nameof(DifferenceReason.Pension)] = ("Do lương hưu, trợ cấp BHXH", "Because of a pension"),
        [nameof(DifferenceReason.NotMonthly)] = ("Khoản không chi hằng tháng", "Not a monthly amount"),
        [nameof(DifferenceReason.Limit)] = ("Hết số tháng được hỗ trợ", "Limit of months reached"),
        [Moved] = ("Chuyển nơi chi trả", "Moved"),
        [AccountChanged] = ("Đổi tài khoản hoặc người nhận", "Account or payee changed"),
        [Listed] = ("Mới vào danh sách, hưởng từ tháng trước", "First time on a list, entitled earlier"),
        [NotListed] = ("Không có trong danh sách kỳ này", "Not on this list"),
        [Backdated] = ("Mức hưởng thay đổi từ tháng trước (hồi tố)", "Changed from an earlier month on"),
        [Arrears] = ("Truy lĩnh", "Arrears"),
        [OneOff] = ("Chi một lần", "One-off"),
        [Recovery] = ("Trừ dần khoản chi vượt", "Recovered by decision"),
        [OnceOnly] = ("Khoản tháng trước đã chi xong", "Paid with the month before"),
    };

    /// <summary>Every reason, for lists to be limited to.</summary>
    public static IReadOnlyCollection<string> All => Words.Keys;

    /// <summary>The reason for people; throws for a reason that no list can have.</summary>
    public static string Vietnamese(string reason) => Words[reason].Vi;

    /// <inheritdoc cref="Vietnamese"/>
    public static string English(string reason) => Words[reason].En;
}
