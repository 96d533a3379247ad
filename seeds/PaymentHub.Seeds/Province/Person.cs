using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>A birth date as registers hold it: a day, or only the year where nobody knows more.</summary>
internal readonly record struct Birth(LocalDate Date, bool YearOnly)
{
    public string Text => YearOnly ? VietnameseText.Year(Date) : VietnameseText.Day(Date);
}

/// <summary>A synthetic person.</summary>
internal sealed record Person(
    string Id, string Name, Birth Birth, bool Female, string Ethnicity, string Phone, Commune Commune, string Hamlet);

/// <summary>
/// Who receives the money and where; <see cref="PayeeName"/> and <see cref="PayeeId"/> are empty for oneself.
/// </summary>
internal sealed record Payout(
    string Method, string Institution, string BankBin, string Account, string Holder,
    string Relation, string PayeeName, string PayeeId)
{
    public const string Transfer = "Chuyển khoản";
    public const string Cash = "Tiền mặt";
    public const string Fund = "Chuyển quỹ";
    public const string Self = "Bản thân";
    public const string Guardian = "Người giám hộ";
    public const string HouseholdHead = "Chủ hộ";
    public const string CareInstitution = "Cơ sở trợ giúp";
    public const string Heir = "Người thừa kế";
    public const string Proxy = "Người được ủy quyền";

    /// <summary>Premium subsidies go to the insurance fund, through the bank that executes for it.</summary>
    public static readonly Payout ToFund = new(Fund, "AGRI", "", "", "", Self, "", "");
}

/// <summary>
/// The months of a decision and what the earlier system paid of them; all ranges of months are closed.
/// </summary>
internal readonly record struct Timeline(YearMonth From, YearMonth? Until, YearMonth? PaidFrom, YearMonth? PaidTo);

/// <summary>
/// One decision of one person: one row of the register. Its dossier number is given when it is written.
/// </summary>
internal sealed class Decision
{
    public required Person Person { get; init; }
    public required string Programme { get; init; }
    public required string Group { get; init; }
    public required Timeline Months { get; init; }
    public required Payout Payout { get; init; }
    public required string Number { get; init; }
    public required string Signer { get; init; }
    public required LocalDate Signed { get; init; }

    /// <summary>Injury percentage of a wounded person (21..100), 0 for everybody else.</summary>
    public int Injury { get; init; }

    /// <summary>Brought forward đồng a month; 0 when nothing was paid before.</summary>
    public long PaidAmount { get; init; }

    /// <summary>True where another decision of the same person is higher and the law pays only that one.</summary>
    public bool Superseded { get; set; }

    public string Dossier { get; set; } = "";
}
