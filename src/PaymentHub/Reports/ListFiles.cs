using PaymentHub.Domain.Batches;

namespace PaymentHub.Reports;

/// <summary>Names, feet and signatures that several lists share.</summary>
internal static class ListFiles
{
    /// <summary>Who signs what the State Treasury gets.</summary>
    public static IReadOnlyList<SignatureBox> ThreeSign { get; } =
    [
        new("NGƯỜI LẬP", "(Ký, ghi rõ họ tên)"), new("KẾ TOÁN TRƯỞNG", "(Ký, ghi rõ họ tên)"),
        new("CHỦ TỊCH ỦY BAN NHÂN DÂN", "(Ký tên, đóng dấu)"),
    ];

    /// <summary>Who signs a list inside the commune.</summary>
    public static IReadOnlyList<SignatureBox> TwoSign { get; } =
        [new("NGƯỜI LẬP", "(Ký, ghi rõ họ tên)"), new("CHỦ TỊCH ỦY BAN NHÂN DÂN", "(Ký tên, đóng dấu)")];

    /// <summary>"bang-thanh-toan-2026-11-21025-HTXH".</summary>
    public static string NameOf(string kind, ListAsked asked) => string.Join(
        '-', new[] { kind, PeriodIso.Format(asked.Month), asked.Commune, asked.Programme }.OfType<string>());

    /// <summary>What the data of a page is.</summary>
    public static string FooterOf(ListAsked asked) =>
        $"Kỳ {ListWords.Month(asked.Month)} · mã xã {asked.Commune}{(asked.Full ? "" : " · đã che họ tên, tài khoản")}"
        + " · số liệu lúc";
}
