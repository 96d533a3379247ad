using System.Text.Json.Serialization;

namespace PaymentHub.Domain.Register;

/// <summary>How the money reaches the payee (hình thức chi trả).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayoutMethod>))]
public enum PayoutMethod
{
    /// <summary>Chuyển khoản: credit to a bank account.</summary>
    Transfer,

    /// <summary>Tiền mặt: handed out by the post office.</summary>
    Cash,

    /// <summary>Chuyển quỹ: to the social-insurance fund, not to the person (BHYT, BHXH tự nguyện).</summary>
    Fund,
}

/// <summary>
/// Who receives the money (người nhận), seen from the beneficiary. Any relation but <see cref="Self"/> makes one
/// account for several people lawful (NĐ 20/2021 Điều 34; proxies in writing).
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayeeRelation>))]
public enum PayeeRelation
{
    /// <summary>Bản thân.</summary>
    Self,

    /// <summary>Người giám hộ.</summary>
    Guardian,

    /// <summary>Chủ hộ.</summary>
    HouseholdHead,

    /// <summary>Cơ sở trợ giúp.</summary>
    Facility,

    /// <summary>Người được ủy quyền.</summary>
    Proxy,

    /// <summary>Người chăm sóc, nuôi dưỡng.</summary>
    Carer,

    /// <summary>
    /// Người thừa kế, or người lo mai táng: receives what is owed for a dead person (NĐ 20/2021 Điều 11).
    /// </summary>
    Heir,
}

/// <summary>
/// The person or facility that receives in place of the beneficiary. <paramref name="Identifier"/> is a personal
/// identification number, or for a <see cref="PayeeRelation.Facility"/> possibly its tax number (10 or 13 digits).
/// </summary>
/// <remarks>
/// <paramref name="Term"/> is null where no paper states one, as in registers of earlier systems; a proxy's lasts at
/// most <see cref="PayeeTerm.LongestProxyMonths"/> months.
/// </remarks>
public sealed record Payee(PayeeRelation Relation, string Name, string Identifier, PayeeTerm? Term = null)
{
    /// <summary>True where the payee may receive on the day; without a term always.</summary>
    public bool MayReceive(NodaTime.LocalDate day) =>
        Term is null || (Term.From <= day && (Term.Until is null || day <= Term.Until));
}

/// <summary>
/// From when to when somebody receives in another's place, both days included, and the paper that says so.
/// </summary>
public sealed record PayeeTerm(NodaTime.LocalDate From, NodaTime.LocalDate? Until, string Document)
{
    /// <summary>A written proxy to collect money lasts at most twelve months.</summary>
    public const int LongestProxyMonths = 12;

    /// <summary>True where the term suits the relation.</summary>
    public bool Suits(PayeeRelation relation) =>
        Document.Length > 0 && (Until is null || Until >= From)
        && (relation != PayeeRelation.Proxy || Until < From.PlusMonths(LongestProxyMonths));
}

/// <summary>
/// How one decision is paid out. The details belong to the decision and not to the person: someone with two decisions
/// may have two accounts. Bank, account and holder are null unless <paramref name="Method"/> is a transfer; a null
/// <paramref name="Payee"/> means that the beneficiary receives (Bản thân).
/// </summary>
/// <remarks>
/// <paramref name="Institution"/> is the paying institution that executes our file; <paramref name="BankBin"/> is the
/// NAPAS number (6 digits) of the payee's own bank, which may be another one. Accounts are text: leading zeros count.
/// </remarks>
public sealed record PayoutDetails(
    PayoutMethod Method, string Institution, string? BankBin, string? Account, string? HolderName, Payee? Payee)
{
    [JsonIgnore]
    public PayeeRelation Relation => Payee?.Relation ?? PayeeRelation.Self;
}
