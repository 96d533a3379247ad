using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Tables;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>How a file is judged.</summary>
public sealed record InspectionOptions
{
    public const string Auto = "auto";

    /// <summary>What <see cref="Format"/> may be.</summary>
    public static IReadOnlyList<string> Formats { get; } =
    [
        Auto, "camt", "pain", "pacs", "xml", "mt940", "mt942", "mt", "bai2", "csv", "xlsx", "fixed", "paylist",
        "paylist.csv", "paylist.xlsx", "paylist.fixed",
    ];

    /// <summary>
    /// Whether deviations from the form of a message refuse the file. Money and dates are strict either way.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// Whether messages of ISO 20022 are compared with the schema of their version: what differs is a remark, and
    /// refuses the file under <see cref="IsStrict"/>, where it is always compared. It costs half as much again as the
    /// reading.
    /// </summary>
    public bool ChecksSchema
    {
        get => field || IsStrict;
        init;
    }

    /// <summary>
    /// <see cref="Auto"/>, or the family the file must be of, one of <see cref="Formats"/>. Another family is
    /// UNSUPPORTED_TYPE.
    /// </summary>
    public string Format { get; init; } = Auto;

    /// <summary>Layouts of tables (CSV, XLSX, fixed width) that are tried, in order.</summary>
    public IReadOnlyList<TableProfile> TableProfiles { get; init; } = [];

    /// <summary>Layouts of our own pay lists that are tried where no table fits, in order.</summary>
    public IReadOnlyList<PayListProfile> PayLists { get; init; } = [];

    /// <summary>SHA-256 of the bytes where the caller has taken it already, so that it is not taken twice.</summary>
    public string? Sha256 { get; init; }

    public ReadLimits Limits { get; init; } = ReadLimits.Default;
}
